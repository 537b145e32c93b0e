package dev.cortado.inference.llama;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;

/// Texts to tokens and back. Safe for use by several threads.
final class LlamaVocabulary {

    private static final int PIECE_BYTES = 256;
    private static final int ATTRIBUTE_CONTROL = 1 << 3;
    private static final int NO_TOKEN = -1;

    private final LlamaSymbols symbols;
    private final MemorySegment vocabulary;

    LlamaVocabulary(LlamaSymbols symbols, MemorySegment vocabulary) {
        this.symbols = symbols;
        this.vocabulary = vocabulary;
    }

    MemorySegment segment() {
        return vocabulary;
    }

    int size() {
        return symbols.vocabularySize(vocabulary);
    }

    /// A text's tokens.
    ///
    /// @param ids none where there are more than was asked for
    @SuppressWarnings("ArrayRecordComponent") // A row of numbers: copies would cost more than what they are for.
    record Tokens(int count, int[] ids) {}

    /// @param parseSpecial whether a control token's text means that token
    int[] tokens(String text, boolean parseSpecial) {
        return tokens(text, parseSpecial, Integer.MAX_VALUE).ids();
    }

    /// @param most of more tokens only the number is told
    Tokens tokens(String text, boolean parseSpecial, int most) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length == 0) {
            return new Tokens(0, new int[0]);
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment input = arena.allocateFrom(JAVA_BYTE, bytes);
            int room = bytes.length + 1;
            MemorySegment output = arena.allocate(JAVA_INT, room);
            int count = symbols.tokenize(vocabulary, input, bytes.length, output, room, false, parseSpecial);
            if (count < 0 && count != Integer.MIN_VALUE) {
                room = -count;
                output = arena.allocate(JAVA_INT, room);
                count = symbols.tokenize(vocabulary, input, bytes.length, output, room, false, parseSpecial);
            }
            if (count < 0) {
                throw new IllegalStateException("a text of " + bytes.length + " bytes could not be tokenised");
            }
            return new Tokens(
                    count,
                    count > most
                            ? new int[0]
                            : output.asSlice(0, count * JAVA_INT.byteSize()).toArray(JAVA_INT));
        }
    }

    /// The token's UTF-8 bytes; empty for a control token.
    byte[] bytes(int token) {
        return piece(token, false);
    }

    /// The token's UTF-8 bytes, those of a control token's name included.
    byte[] visibleBytes(int token) {
        return piece(token, true);
    }

    /// The text by which a template names a special token; empty if the model has no such token.
    String specialText(int token) {
        return token == NO_TOKEN ? "" : new String(piece(token, true), StandardCharsets.UTF_8);
    }

    int beginOfSequence() {
        return symbols.tokenBeginOfSequence(vocabulary);
    }

    int endOfSequence() {
        return symbols.tokenEndOfSequence(vocabulary);
    }

    /// Whether prompts begin with the begin-of-sequence token though the template may not write it.
    boolean addsBeginOfSequence() {
        return symbols.addsBeginOfSequence(vocabulary) && beginOfSequence() != NO_TOKEN;
    }

    boolean endsGeneration(int token) {
        return symbols.tokenEndsGeneration(vocabulary, token);
    }

    boolean isControl(int token) {
        return (symbols.tokenAttributes(vocabulary, token) & ATTRIBUTE_CONTROL) != 0;
    }

    private byte[] piece(int token, boolean special) {
        try (Arena arena = Arena.ofConfined()) {
            int room = PIECE_BYTES;
            MemorySegment buffer = arena.allocate(room);
            int count = symbols.tokenToPiece(vocabulary, token, buffer, room, 0, special);
            if (count < 0) {
                room = -count;
                buffer = arena.allocate(room);
                count = symbols.tokenToPiece(vocabulary, token, buffer, room, 0, special);
            }
            return buffer.asSlice(0, Math.max(0, count)).toArray(JAVA_BYTE);
        }
    }
}
