/// Idempotency keys in PostgreSQL, schema `gateway`.
@NullMarked
package dev.cortado.gateway.store;

import org.jspecify.annotations.NullMarked;
