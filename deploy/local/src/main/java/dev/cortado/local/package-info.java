/// The whole platform on one machine: the command line, and the stack that tests and benches start.
@NullMarked
package dev.cortado.local;

import org.jspecify.annotations.NullMarked;
