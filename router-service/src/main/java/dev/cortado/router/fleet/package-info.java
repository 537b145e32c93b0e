/// The nodes of the pools as they report themselves, and which of them to keep away from for a moment.
@NullMarked
package dev.cortado.router.fleet;

import org.jspecify.annotations.NullMarked;
