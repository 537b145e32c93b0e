/// Step five: what became of an attempt's hold.
@NullMarked
package dev.cortado.gateway.settle;

import org.jspecify.annotations.NullMarked;
