/// The running service against fakes of its neighbours.
@NullMarked
package dev.cortado.router.flow;

import org.jspecify.annotations.NullMarked;
