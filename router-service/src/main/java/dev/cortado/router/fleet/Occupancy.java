package dev.cortado.router.fleet;

/// Attempts that run at once at most, run now, wait, and may wait at most.
public record Occupancy(int slots, int busySlots, int queueDepth, int queueDepthMax) {

    /// Whether a further attempt would be refused.
    public boolean isFull() {
        return !hasFreeSlot() && queueDepth >= queueDepthMax;
    }

    public boolean hasFreeSlot() {
        return busySlots < slots;
    }
}
