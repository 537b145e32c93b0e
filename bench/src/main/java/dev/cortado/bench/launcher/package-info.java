/// What a bench asks of the launcher that started it.
@NullMarked
package dev.cortado.bench.launcher;

import org.jspecify.annotations.NullMarked;
