/// Between reading and routing: a request that carries an `Idempotency-Key` is answered and charged once, however often
/// it is sent.
@NullMarked
package dev.cortado.gateway.idempotency;

import org.jspecify.annotations.NullMarked;
