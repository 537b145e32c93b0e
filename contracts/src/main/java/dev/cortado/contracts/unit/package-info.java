/// Money, tokens, prices and ids as types with exact integer arithmetic.
@NullMarked
package dev.cortado.contracts.unit;

import org.jspecify.annotations.NullMarked;
