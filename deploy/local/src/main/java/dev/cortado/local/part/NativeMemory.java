package dev.cortado.local.part;

import java.util.List;
import java.util.Map;

/// What keeps memory outside the heap from staying with an inference process once it is free. Arenas, bounds and trims
/// are of glibc's allocator; with others they have no effect.
public final class NativeMemory {

    /// As many arenas as there are busy threads would each keep what its threads have freed. And
    /// blocks of a mebibyte or more are mapped each for itself, so that they are gone once freed: the
    /// allocator would raise that bound to the largest block it has seen freed, and keep later ones.
    public static final Map<String, String> ENVIRONMENT =
            Map.of("MALLOC_ARENA_MAX", "2", "MALLOC_MMAP_THRESHOLD_", Integer.toString(1 << 20));
    /// The virtual machine hands back to the system what is free, every second. And it compiles no
    /// method whose compilation takes more than ten mebibytes of scratch memory, which would stay
    /// until the next trim: such a method keeps the code of the first compiler. Those seen to exceed
    /// it belong to the loading of classes.
    public static final List<String> FLAGS = List.of(
            "-XX:TrimNativeHeapInterval=1000", "-XX:CompileCommand=quiet", "-XX:CompileCommand=MemLimit,*.*,10m~stop");

    private NativeMemory() {}
}
