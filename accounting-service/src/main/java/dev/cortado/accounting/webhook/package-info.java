/// Telling organisations at addresses of theirs: what is signed, where it may go, and when it is tried again.
@NullMarked
package dev.cortado.accounting.webhook;

import org.jspecify.annotations.NullMarked;
