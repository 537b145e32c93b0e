/// Who pays, which limits stand on the path to them, and the cache of those paths.
@NullMarked
package dev.cortado.router.tenant;

import org.jspecify.annotations.NullMarked;
