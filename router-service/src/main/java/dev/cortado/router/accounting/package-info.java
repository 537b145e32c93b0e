/// What the router asks of accounting: a port of plain messages.
@NullMarked
package dev.cortado.router.accounting;

import org.jspecify.annotations.NullMarked;
