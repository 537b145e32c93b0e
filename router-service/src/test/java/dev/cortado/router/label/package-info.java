/// Tests of labels from outside.
@NullMarked
package dev.cortado.router.label;

import org.jspecify.annotations.NullMarked;
