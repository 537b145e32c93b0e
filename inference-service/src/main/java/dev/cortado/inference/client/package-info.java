/// Adapters to other inference servers: OpenAI's HTTP interface and its relatives, and the Open Inference Protocol.
@NullMarked
package dev.cortado.inference.client;

import org.jspecify.annotations.NullMarked;
