/// The usage topic, as nodes write to it.
@NullMarked
package dev.cortado.bench.usage;

import org.jspecify.annotations.NullMarked;
