/// Hand-written stand-ins for time, accounting, nodes and the log.
@NullMarked
package dev.cortado.router.fake;

import org.jspecify.annotations.NullMarked;
