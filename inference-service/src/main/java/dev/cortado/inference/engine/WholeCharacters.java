package dev.cortado.inference.engine;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/// Reads UTF-8 that comes in pieces, whose borders may lie within a character: the bytes of an unfinished one wait for
/// the rest, and are dropped where it never comes. What is no UTF-8 is read as U+FFFD.
public final class WholeCharacters {

    private static final int BYTES_PER_CHARACTER_MAX = 4;

    private final CharsetDecoder decoder = StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE);
    private ByteBuffer unfinished = ByteBuffer.allocate(0);

    /// @return the characters that are whole with this piece, perhaps none
    public String add(byte[] bytes) {
        ByteBuffer input = ByteBuffer.allocate(unfinished.remaining() + bytes.length)
                .put(unfinished)
                .put(bytes)
                .flip();
        CharBuffer output = CharBuffer.allocate(input.remaining() + BYTES_PER_CHARACTER_MAX);
        decoder.reset().decode(input, output, false);
        unfinished = input.slice();
        return output.flip().toString();
    }
}
