package dev.cortado.inference.node;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/// Has the process end, once, where an engine of this node is lost: whoever supervises the process starts it anew, and
/// with it every engine. An engine that breaks before it ever served is no loss, and its variant only stays failed.
public final class LossWatch {

    private final Variants variants;
    private final Consumer<String> end;
    private final AtomicBoolean lost = new AtomicBoolean();

    /// @param end ends the process, and is told why; called from any thread, and returns at once
    public LossWatch(Variants variants, Consumer<String> end) {
        this.variants = variants;
        this.end = end;
    }

    /// To be called after each change; returns at once.
    public void look() {
        if (!lost.get()) {
            variants.lost().filter(_ -> lost.compareAndSet(false, true)).ifPresent(end);
        }
    }

    /// Whether the process is to end for this.
    public boolean lost() {
        return lost.get();
    }
}
