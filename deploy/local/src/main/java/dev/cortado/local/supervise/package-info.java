/// Keeping the parts running, and the record of how they are.
@NullMarked
package dev.cortado.local.supervise;

import org.jspecify.annotations.NullMarked;
