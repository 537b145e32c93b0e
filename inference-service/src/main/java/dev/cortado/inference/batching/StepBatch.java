package dev.cortado.inference.batching;

/// The tokens of one step: each with its slot, its position in the slot's sequence, and whether its output is wanted.
/// Reused from step to step.
public final class StepBatch {

    private final int[] tokens;
    private final int[] positions;
    private final int[] slots;
    private final boolean[] outputs;
    private int size;

    public StepBatch(int capacity) {
        tokens = new int[capacity];
        positions = new int[capacity];
        slots = new int[capacity];
        outputs = new boolean[capacity];
    }

    public void clear() {
        size = 0;
    }

    /// @return the row of the token
    public int add(int token, int position, int slot, boolean output) {
        tokens[size] = token;
        positions[size] = position;
        slots[size] = slot;
        outputs[size] = output;
        return size++;
    }

    public int size() {
        return size;
    }

    public int capacity() {
        return tokens.length;
    }

    public int token(int row) {
        return tokens[row];
    }

    public int position(int row) {
        return positions[row];
    }

    public int slot(int row) {
        return slots[row];
    }

    public boolean output(int row) {
        return outputs[row];
    }
}
