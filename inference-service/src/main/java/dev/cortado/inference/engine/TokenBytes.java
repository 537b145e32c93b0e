package dev.cortado.inference.engine;

/// A token's text in UTF-8, perhaps only a part of a character.
public final class TokenBytes {

    private final byte[] bytes;

    public TokenBytes(byte[] bytes) {
        this.bytes = bytes.clone();
    }

    public int size() {
        return bytes.length;
    }

    public byte[] toArray() {
        return bytes.clone();
    }
}
