/// How fast the usage log is posted, beside how fast the database can take the same rows at all.
@NullMarked
package dev.cortado.bench.ledger;

import org.jspecify.annotations.NullMarked;
