/// A model's own chat template, rendered.
@NullMarked
package dev.cortado.inference.template;

import org.jspecify.annotations.NullMarked;
