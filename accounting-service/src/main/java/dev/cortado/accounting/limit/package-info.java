/// What a limit allows, how it is changed, and since when a change holds.
@NullMarked
package dev.cortado.accounting.limit;

import org.jspecify.annotations.NullMarked;
