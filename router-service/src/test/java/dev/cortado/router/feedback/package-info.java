/// Tests of ratings.
@NullMarked
package dev.cortado.router.feedback;

import org.jspecify.annotations.NullMarked;
