/// Which nodes fail the attempts placed on them, and are left out until a probe succeeds.
@NullMarked
package dev.cortado.router.health;

import org.jspecify.annotations.NullMarked;
