/// Benches and the simulation. Each bench is a program of its own: the launcher starts it with the addresses of a
/// stack made for it, and reads the figures that it writes.
@NullMarked
package dev.cortado.bench;

import org.jspecify.annotations.NullMarked;
