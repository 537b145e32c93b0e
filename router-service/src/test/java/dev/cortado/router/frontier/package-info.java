@NullMarked
package dev.cortado.router.frontier;

import org.jspecify.annotations.NullMarked;
