/// What was spent, and whether the books agree.
@NullMarked
package dev.cortado.accounting.report;

import org.jspecify.annotations.NullMarked;
