/// Makes variants of a model: another precision, fewer layers, an adapter; each proved before it counts.
@NullMarked
package dev.cortado.inference.making;

import org.jspecify.annotations.NullMarked;
