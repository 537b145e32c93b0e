/// Whether the engine bears thousands of short, mixed and cancelled generations: no crash, no leak, no wrong usage.
@NullMarked
package dev.cortado.bench.soak;

import org.jspecify.annotations.NullMarked;
