/// The set that comes with Cortado: templates and tables of our own, drawn from fixed seeds.
@NullMarked
package dev.cortado.evaluation.builtin;

import org.jspecify.annotations.NullMarked;
