package dev.cortado.inference.llama;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BOOLEAN;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.cortado.inference.batching.TokenModel;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// A `llama_token_data_array`: tokens with their logits, that samplers mark down, sort and choose from.
final class Candidates {

    /// `llama_token_data`: id, logit, probability.
    private static final long TOKEN_BYTES = 12;

    private static final long LOGIT_AT = 4;
    private static final long PROBABILITY_AT = 8;
    private static final long SIZE_AT = 8;
    private static final long SELECTED_AT = 16;
    private static final long SORTED_AT = 24;
    private static final long ARRAY_BYTES = 32;
    private static final long NONE_SELECTED = -1;

    private final int capacity;
    private final MemorySegment tokens;
    private final MemorySegment array;

    Candidates(Arena arena, int capacity) {
        this.capacity = capacity;
        this.tokens = arena.allocate(TOKEN_BYTES * capacity, JAVA_LONG.byteSize());
        this.array = arena.allocate(ARRAY_BYTES, JAVA_LONG.byteSize());
    }

    /// The whole vocabulary.
    MemorySegment fill(MemorySegment logits) {
        for (int token = 0; token < capacity; token++) {
            put(token, token, logits.getAtIndex(JAVA_FLOAT, token));
        }
        return reset(capacity);
    }

    /// One token only.
    MemorySegment fill(int token) {
        put(0, token, 1f);
        return reset(1);
    }

    /// Rules a token out, after the whole vocabulary was filled in and before any sampler sorted it.
    void ruleOut(int token) {
        tokens.set(JAVA_FLOAT, TOKEN_BYTES * token + LOGIT_AT, Float.NEGATIVE_INFINITY);
    }

    /// The token that a sampler chose, [TokenModel#NO_TOKEN] if it chose none or only one that was ruled out.
    int selected() {
        long selected = array.get(JAVA_LONG, SELECTED_AT);
        long size = array.get(JAVA_LONG, SIZE_AT);
        if (selected < 0 || selected >= size) {
            return TokenModel.NO_TOKEN;
        }
        MemorySegment data = data(size);
        boolean left = data.get(JAVA_FLOAT, TOKEN_BYTES * selected + LOGIT_AT) > Float.NEGATIVE_INFINITY;
        return left ? data.get(JAVA_INT, TOKEN_BYTES * selected) : TokenModel.NO_TOKEN;
    }

    /// Whether any token is left that was not ruled out.
    boolean anyLeft() {
        long size = array.get(JAVA_LONG, SIZE_AT);
        MemorySegment data = data(size);
        for (long i = 0; i < size; i++) {
            if (data.get(JAVA_FLOAT, TOKEN_BYTES * i + LOGIT_AT) > Float.NEGATIVE_INFINITY) {
                return true;
            }
        }
        return false;
    }

    private void put(int index, int token, float logit) {
        tokens.set(JAVA_INT, TOKEN_BYTES * index, token);
        tokens.set(JAVA_FLOAT, TOKEN_BYTES * index + LOGIT_AT, logit);
        tokens.set(JAVA_FLOAT, TOKEN_BYTES * index + PROBABILITY_AT, 0f);
    }

    private MemorySegment reset(int size) {
        array.set(ADDRESS, 0, tokens);
        array.set(JAVA_LONG, SIZE_AT, size);
        array.set(JAVA_LONG, SELECTED_AT, NONE_SELECTED);
        array.set(JAVA_BOOLEAN, SORTED_AT, false);
        return array;
    }

    /// Samplers may put another array in place of ours.
    private MemorySegment data(long size) {
        return array.get(ADDRESS, 0).reinterpret(TOKEN_BYTES * size);
    }
}
