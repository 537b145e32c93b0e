/// Tests of features.
@NullMarked
package dev.cortado.router.features;

import org.jspecify.annotations.NullMarked;
