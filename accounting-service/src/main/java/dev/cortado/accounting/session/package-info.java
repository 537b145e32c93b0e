/// The life of a router's session: live, draining, fenced, closed.
@NullMarked
package dev.cortado.accounting.session;

import org.jspecify.annotations.NullMarked;
