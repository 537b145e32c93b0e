/// Configuration keys and how the parts are put together.
@NullMarked
package dev.cortado.inference.configuration;

import org.jspecify.annotations.NullMarked;
