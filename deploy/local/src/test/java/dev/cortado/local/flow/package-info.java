/// One request's flow, and the platform's recovery, on a whole stack of real parts.
@NullMarked
package dev.cortado.local.flow;

import org.jspecify.annotations.NullMarked;
