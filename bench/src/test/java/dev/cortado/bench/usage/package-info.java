/// What the benches append to the usage topic.
@NullMarked
package dev.cortado.bench.usage;

import org.jspecify.annotations.NullMarked;
