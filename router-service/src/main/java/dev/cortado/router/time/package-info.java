/// Clocks and timers, behind one small interface so that the rules of money run on virtual time in tests.
@NullMarked
package dev.cortado.router.time;

import org.jspecify.annotations.NullMarked;
