/// From a record of the usage log to what is posted: checked, costed, or quarantined.
@NullMarked
package dev.cortado.accounting.posting;

import org.jspecify.annotations.NullMarked;
