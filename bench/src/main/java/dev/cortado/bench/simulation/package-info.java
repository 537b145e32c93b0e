/// Deterministic simulation of the money protocol: the classes that the services run, in virtual time, under every
/// fault that a seed can think of.
@NullMarked
package dev.cortado.bench.simulation;

import org.jspecify.annotations.NullMarked;
