/// What a session may spend of a counter: grants, shrinks and returns, in totals.
@NullMarked
package dev.cortado.accounting.lease;

import org.jspecify.annotations.NullMarked;
