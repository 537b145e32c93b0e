/// Virtual time and everything that chance decides: one seed, one history.
@NullMarked
package dev.cortado.bench.simulation.world;

import org.jspecify.annotations.NullMarked;
