/// What a proxy does to connections, and how services are told of it.
@NullMarked
package dev.cortado.bench.cluster;

import org.jspecify.annotations.NullMarked;
