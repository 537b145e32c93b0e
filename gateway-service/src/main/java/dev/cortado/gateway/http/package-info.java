/// The public HTTP interface: routes, JSON and server-sent events.
@NullMarked
package dev.cortado.gateway.http;

import org.jspecify.annotations.NullMarked;
