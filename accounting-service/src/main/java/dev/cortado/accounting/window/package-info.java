/// When a limit's counter begins and ends.
@NullMarked
package dev.cortado.accounting.window;

import org.jspecify.annotations.NullMarked;
