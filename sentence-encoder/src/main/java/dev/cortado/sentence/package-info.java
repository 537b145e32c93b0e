/// A sentence model for the router's second stage.
@NullMarked
package dev.cortado.sentence;

import org.jspecify.annotations.NullMarked;
