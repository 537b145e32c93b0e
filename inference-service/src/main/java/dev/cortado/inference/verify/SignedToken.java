package dev.cortado.inference.verify;

import java.util.Arrays;

/// A token as the router signed it, opaque here: it goes into the usage event as it came.
public final class SignedToken {

    private final byte[] bytes;

    public SignedToken(byte[] bytes) {
        this.bytes = bytes.clone();
    }

    public byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SignedToken token && Arrays.equals(bytes, token.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }
}
