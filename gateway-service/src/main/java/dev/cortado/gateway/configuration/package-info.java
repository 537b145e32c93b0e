/// Configuration keys of the gateway, each with its default and unit.
@NullMarked
package dev.cortado.gateway.configuration;

import org.jspecify.annotations.NullMarked;
