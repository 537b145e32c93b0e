/// Health on the management port.
@NullMarked
package dev.cortado.router.http;

import org.jspecify.annotations.NullMarked;
