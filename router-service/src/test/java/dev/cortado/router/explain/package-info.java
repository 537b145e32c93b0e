@NullMarked
package dev.cortado.router.explain;

import org.jspecify.annotations.NullMarked;
