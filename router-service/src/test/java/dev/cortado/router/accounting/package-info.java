@NullMarked
package dev.cortado.router.accounting;

import org.jspecify.annotations.NullMarked;
