/// When what failed is tried again.
@NullMarked
package dev.cortado.accounting.retry;

import org.jspecify.annotations.NullMarked;
