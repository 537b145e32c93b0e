package dev.cortado.inference.llama;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// A `llama_batch` of one sequence, every token of which is an output.
final class SequenceBatch {

    private final MemorySegment struct;
    private final MemorySegment tokens;
    private final MemorySegment positions;

    SequenceBatch(Arena arena, int capacity) {
        tokens = arena.allocate(JAVA_INT, capacity);
        positions = arena.allocate(JAVA_INT, capacity);
        MemorySegment counts = arena.allocate(JAVA_INT, capacity);
        MemorySegment sequences = arena.allocate(ADDRESS, capacity);
        MemorySegment outputs = arena.allocate(JAVA_BYTE, capacity);
        MemorySegment first = arena.allocate(JAVA_INT);
        for (int row = 0; row < capacity; row++) {
            counts.setAtIndex(JAVA_INT, row, 1);
            sequences.setAtIndex(ADDRESS, row, first);
            outputs.setAtIndex(JAVA_BYTE, row, (byte) 1);
        }
        struct = arena.allocate(LlamaLayouts.BATCH);
        LlamaLayouts.set(LlamaLayouts.BATCH, struct, "token", tokens);
        LlamaLayouts.set(LlamaLayouts.BATCH, struct, "pos", positions);
        LlamaLayouts.set(LlamaLayouts.BATCH, struct, "n_seq_id", counts);
        LlamaLayouts.set(LlamaLayouts.BATCH, struct, "seq_id", sequences);
        LlamaLayouts.set(LlamaLayouts.BATCH, struct, "logits", outputs);
    }

    /// @param position of the first of these tokens
    MemorySegment fill(int[] all, int from, int count, int position) {
        MemorySegment.copy(all, from, tokens, JAVA_INT, 0, count);
        for (int row = 0; row < count; row++) {
            positions.setAtIndex(JAVA_INT, row, position + row);
        }
        LlamaLayouts.set(LlamaLayouts.BATCH, struct, "n_tokens", count);
        return struct;
    }
}
