@NullMarked
package dev.cortado.accounting.lease;

import org.jspecify.annotations.NullMarked;
