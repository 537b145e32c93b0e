/// One request's life in the router: admit, decide, hold, place; then settle, release or abandon.
@NullMarked
package dev.cortado.router.route;

import org.jspecify.annotations.NullMarked;
