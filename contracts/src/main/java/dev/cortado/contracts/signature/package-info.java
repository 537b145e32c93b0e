/// Signing of attempt tokens, receipts and refusals.
@NullMarked
package dev.cortado.contracts.signature;

import org.jspecify.annotations.NullMarked;
