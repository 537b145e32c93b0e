/// The embedded engine: libllama through the foreign-function API.
///
/// Memory of one model, beside the JVM's heap (256 MiB is ample): the GGUF file, mapped and so reclaimable; weights
/// repacked for this CPU, at most the file's size again; the key-value cache of
/// `slots × context × layers × 2 × key-value heads × head size × 2` bytes in F16; and compute buffers of some 100 MiB.
/// Small and medium with 4 slots of 8,192 tokens each (720 + 384 MiB of cache) were seen at 2.1 GB together.
///
/// The JVM needs `--enable-native-access=ALL-UNNAMED`.
@NullMarked
package dev.cortado.inference.llama;

import org.jspecify.annotations.NullMarked;
