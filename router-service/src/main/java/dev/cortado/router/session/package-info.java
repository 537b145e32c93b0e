/// One life of this router with accounting: when it may admit, and when it must stop.
@NullMarked
package dev.cortado.router.session;

import org.jspecify.annotations.NullMarked;
