/// The usage log on Kafka: events that settle, ticks that release, and the router's own word that an attempt was
/// abandoned.
@NullMarked
package dev.cortado.router.messaging;

import org.jspecify.annotations.NullMarked;
