/// Compiling the services when their sources changed.
@NullMarked
package dev.cortado.local.build;

import org.jspecify.annotations.NullMarked;
