/// How fast requests are admitted: inside the router, through its `Route` call, and along the whole path from the
/// gateway to the posted ledger.
@NullMarked
package dev.cortado.bench.admission;

import org.jspecify.annotations.NullMarked;
