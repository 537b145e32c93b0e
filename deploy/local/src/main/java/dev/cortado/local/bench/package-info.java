/// Benches: each measures one thing on a stack of its own.
@NullMarked
package dev.cortado.local.bench;

import org.jspecify.annotations.NullMarked;
