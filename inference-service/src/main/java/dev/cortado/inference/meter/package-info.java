/// What an attempt may cost, what it did cost, and the durable word of it.
@NullMarked
package dev.cortado.inference.meter;

import org.jspecify.annotations.NullMarked;
