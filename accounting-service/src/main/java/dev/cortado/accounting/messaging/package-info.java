/// The usage log: posting what it holds, and writing ticks and fences to it.
@NullMarked
package dev.cortado.accounting.messaging;

import org.jspecify.annotations.NullMarked;
