/// Ratings of answers: what users say an answer was worth.
@NullMarked
package dev.cortado.router.feedback;

import org.jspecify.annotations.NullMarked;
