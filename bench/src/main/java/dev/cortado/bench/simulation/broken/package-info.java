/// The protocol with one thing wrong each, as others have got it wrong. The simulation must catch every one.
@NullMarked
package dev.cortado.bench.simulation.broken;

import org.jspecify.annotations.NullMarked;
