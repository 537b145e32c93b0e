/// Usage events on Kafka.
@NullMarked
package dev.cortado.inference.messaging;

import org.jspecify.annotations.NullMarked;
