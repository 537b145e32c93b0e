/// Predictors of what answers are worth, and labels that they learn from, as the routers keep them and administration
/// shows them.
@NullMarked
package dev.cortado.accounting.predictor;

import org.jspecify.annotations.NullMarked;
