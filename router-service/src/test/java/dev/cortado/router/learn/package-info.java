/// Tests of learning from ratings.
@NullMarked
package dev.cortado.router.learn;

import org.jspecify.annotations.NullMarked;
