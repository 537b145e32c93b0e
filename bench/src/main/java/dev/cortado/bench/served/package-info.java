/// The packaged inference service as a process of a bench: its catalogue, its start, and its calls.
@NullMarked
package dev.cortado.bench.served;

import org.jspecify.annotations.NullMarked;
