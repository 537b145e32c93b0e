/// How fast the engine is: in process, through the node's gRPC, and beside node-llama-cpp on the same libllama.
@NullMarked
package dev.cortado.bench.engine;

import org.jspecify.annotations.NullMarked;
