/// Operating-system processes: identity, start, end, logs.
@NullMarked
package dev.cortado.local.process;

import org.jspecify.annotations.NullMarked;
