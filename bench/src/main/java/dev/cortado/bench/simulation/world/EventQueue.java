package dev.cortado.bench.simulation.world;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Events by time, and those of one time in the order in which they were put: a binary heap in an array. Histories
/// spend a good part of their time here.
final class EventQueue {

    private @Nullable Event[] heap = new Event[256];
    private int size;

    /// Something that happens to a process.
    static final class Event {
        final long at;
        final long number;
        final VirtualProcess process;
        final int life;
        final Runnable action;
        boolean cancelled;

        Event(long at, long number, VirtualProcess process, int life, Runnable action) {
            this.at = at;
            this.number = number;
            this.process = process;
            this.life = life;
            this.action = action;
        }

        boolean isBefore(Event other) {
            return at != other.at ? at < other.at : number < other.number;
        }
    }

    void add(Event event) {
        if (size == heap.length) {
            heap = Arrays.copyOf(heap, size * 2);
        }
        int index = size++;
        while (index > 0) {
            int parent = (index - 1) >>> 1;
            Event above = at(parent);
            if (!event.isBefore(above)) {
                break;
            }
            heap[index] = above;
            index = parent;
        }
        heap[index] = event;
    }

    /// The next event, which stays; null if there is none.
    @Nullable
    Event peek() {
        return heap[0];
    }

    /// Takes the next event out. There must be one.
    void remove() {
        Event last = at(--size);
        heap[size] = null;
        if (size == 0) {
            return;
        }
        int index = 0;
        for (int child = 1; child < size; child = 2 * index + 1) {
            if (child + 1 < size && at(child + 1).isBefore(at(child))) {
                child++;
            }
            Event below = at(child);
            if (!below.isBefore(last)) {
                break;
            }
            heap[index] = below;
            index = child;
        }
        heap[index] = last;
    }

    private Event at(int index) {
        return Objects.requireNonNull(heap[index]);
    }
}
