/// Decisions in PostgreSQL, written in batches behind a bounded queue.
@NullMarked
package dev.cortado.router.store;

import org.jspecify.annotations.NullMarked;
