/// Health and metrics.
@NullMarked
package dev.cortado.inference.http;

import org.jspecify.annotations.NullMarked;
