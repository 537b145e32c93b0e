package dev.cortado.local.part;

import java.util.Map;

/// What keeps memory that the engine's native code has freed from staying with its process. With
/// glibc's allocator; on others neither has an effect.
public final class NativeMemory {

    /// As many arenas as there are busy threads would each keep what its threads have freed. And
    /// blocks of a mebibyte or more are mapped each for itself, so that they are gone once freed: the
    /// allocator would raise that bound to the largest block it has seen freed, and keep later ones.
    public static final Map<String, String> ENVIRONMENT =
            Map.of("MALLOC_ARENA_MAX", "2", "MALLOC_MMAP_THRESHOLD_", Integer.toString(1 << 20));
    /// Has the virtual machine hand back to the system what is free, every second.
    public static final String FLAG = "-XX:TrimNativeHeapInterval=1000";

    private NativeMemory() {}
}
