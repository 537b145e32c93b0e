/// The administrative API of the running stack, as the commands use it.
@NullMarked
package dev.cortado.local.administration;

import org.jspecify.annotations.NullMarked;
