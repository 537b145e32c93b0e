/// What must hold after every step, judged from outside: by what the parties did, not by what they believe.
@NullMarked
package dev.cortado.bench.simulation.check;

import org.jspecify.annotations.NullMarked;
