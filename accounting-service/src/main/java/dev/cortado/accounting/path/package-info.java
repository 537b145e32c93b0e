/// The limits on a tenant path and the counters in force.
@NullMarked
package dev.cortado.accounting.path;

import org.jspecify.annotations.NullMarked;
