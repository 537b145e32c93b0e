/// A node for benches: the inference service's own server, verification, metering and usage log around an engine
/// that draws a token at fixed intervals. What is measured beside it is the platform, not a model.
@NullMarked
package dev.cortado.bench.node;

import org.jspecify.annotations.NullMarked;
