/// Another policy on trial: what it would bring.
@NullMarked
package dev.cortado.gateway.trial;

import org.jspecify.annotations.NullMarked;
