/// Why a request was decided as it was: the frontier it was decided on, what is dominated, what more money would buy.
@NullMarked
package dev.cortado.router.explain;

import org.jspecify.annotations.NullMarked;
