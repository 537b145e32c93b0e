package dev.cortado.inference.llama;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Brings the library's log into ours at debug level, and remembers its last error, which says why a load or a step
/// failed. An aborted step is an error to the library and none to us, so whoever called decides what is worth a
/// warning.
final class NativeLog {

    private static final Logger LOG = System.getLogger("dev.cortado.inference.llama.native");
    private static final int LEVEL_ERROR = 4;

    private volatile String lastError = "";
    private volatile @Nullable Consumer<String> listener;

    /// A C function pointer for `ggml_log_callback`.
    MemorySegment callback(Arena arena) {
        try {
            return Linker.nativeLinker()
                    .upcallStub(
                            MethodHandles.lookup()
                                    .bind(
                                            this,
                                            "log",
                                            MethodType.methodType(
                                                    void.class, int.class, MemorySegment.class, MemorySegment.class)),
                            FunctionDescriptor.ofVoid(JAVA_INT, ADDRESS, ADDRESS),
                            arena);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Clears and returns the last error; empty if there was none.
    String takeLastError() {
        String error = lastError;
        lastError = "";
        return error;
    }

    /// Tells every message to a listener also; null: to nobody. Some of the library's functions say only so how far
    /// they
    /// are.
    void listen(@Nullable Consumer<String> wanted) {
        listener = wanted;
    }

    /// Called by native code: an exception from here would end the process, hence the wide catch.
    @SuppressWarnings({"UnusedMethod", "UnusedVariable"})
    private void log(int level, MemorySegment text, MemorySegment userPointer) {
        try {
            Consumer<String> told = listener;
            if (told != null || level == LEVEL_ERROR || LOG.isLoggable(Level.DEBUG)) {
                String line = text.reinterpret(Long.MAX_VALUE).getString(0).strip();
                if (level == LEVEL_ERROR) {
                    lastError = line;
                }
                LOG.log(Level.DEBUG, line);
                if (told != null) {
                    told.accept(line);
                }
            }
        } catch (Throwable e) {
            lastError = "a message of the library could not be read: " + e;
        }
    }
}
