/// Configuration keys with their defaults, and how the parts are put together.
@NullMarked
package dev.cortado.router.configuration;

import org.jspecify.annotations.NullMarked;
