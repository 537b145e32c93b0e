package dev.cortado.local.process;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;

/// Leaves the terminal's session, so that neither Ctrl-C nor a closed window reaches this process or those it
/// starts. Done by a call of the C library, because not every system has a `setsid` program.
public final class Session {
    private Session() {}

    public static void leaveTerminal() {
        Linker linker = Linker.nativeLinker();
        linker.defaultLookup().find("setsid").ifPresent(address -> {
            try {
                // -1 means that this process leads its group already; then the caller has done the work.
                int session = (int) linker.downcallHandle(address, FunctionDescriptor.of(ValueLayout.JAVA_INT))
                        .invokeExact();
                if (session < 0) {
                    System.err.println("setsid: already at the head of a process group");
                }
            } catch (Throwable e) {
                throw new IllegalStateException("setsid failed", e);
            }
        });
    }
}
