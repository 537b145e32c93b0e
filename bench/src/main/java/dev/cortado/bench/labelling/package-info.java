/// The labelling job: chosen prompts through several variants, each answer scored by the prompt's own check or by a
/// variant that judges, as a file of labels that predictors learn from.
@NullMarked
package dev.cortado.bench.labelling;

import org.jspecify.annotations.NullMarked;
