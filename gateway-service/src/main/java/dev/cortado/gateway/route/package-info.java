/// Step three: what to run where, under which hold; and the models and decisions that one may look up.
@NullMarked
package dev.cortado.gateway.route;

import org.jspecify.annotations.NullMarked;
