@NullMarked
package dev.cortado.router.trial;

import org.jspecify.annotations.NullMarked;
