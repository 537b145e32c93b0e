/// How often the check for self-consistency errs.
@NullMarked
package dev.cortado.bench.consistency;

import org.jspecify.annotations.NullMarked;
