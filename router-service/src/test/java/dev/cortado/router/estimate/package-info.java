/// Tests of estimates.
@NullMarked
package dev.cortado.router.estimate;

import org.jspecify.annotations.NullMarked;
