/// Opens accounting's reader of the usage log to the benches' tests: what they write must be what it
/// posts.
@NullMarked
package dev.cortado.accounting.messaging;

import org.jspecify.annotations.NullMarked;
