/// Configuration of accounting, and the bootstrap file.
@NullMarked
package dev.cortado.accounting.configuration;

import org.jspecify.annotations.NullMarked;
