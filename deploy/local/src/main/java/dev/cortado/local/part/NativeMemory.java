package dev.cortado.local.part;

import java.util.List;
import java.util.Map;

/// What keeps memory that the engine's native code has freed from staying with its process. With
/// glibc's allocator; on others neither has an effect.
public final class NativeMemory {

    /// As many arenas as there are busy threads would each keep what its threads have freed. And
    /// blocks of a mebibyte or more are mapped each for itself, so that they are gone once freed: the
    /// allocator would raise that bound to the largest block it has seen freed, and keep later ones.
    public static final Map<String, String> ENVIRONMENT =
            Map.of("MALLOC_ARENA_MAX", "2", "MALLOC_MMAP_THRESHOLD_", Integer.toString(1 << 20));
    /// Has the virtual machine hand back to the system what is free, every second, and compile no method whose
    /// compilation takes more than ten mebibytes of scratch memory: single ones take thirty, which stays until the
    /// next trim. Such a method keeps the code of the first compiler; those that were met load classes.
    public static final List<String> FLAGS = List.of(
            "-XX:TrimNativeHeapInterval=1000", "-XX:CompileCommand=quiet", "-XX:CompileCommand=MemLimit,*.*,10m~stop");

    private NativeMemory() {}
}
