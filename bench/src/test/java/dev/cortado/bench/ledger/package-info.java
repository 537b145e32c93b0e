/// What the ledger bench's routers say and count, and whether accounting takes its events.
@NullMarked
package dev.cortado.bench.ledger;

import org.jspecify.annotations.NullMarked;
