@NullMarked
package dev.cortado.router.health;

import org.jspecify.annotations.NullMarked;
