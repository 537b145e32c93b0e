/// What a router's token allows, and whether it allows it here and now, once.
@NullMarked
package dev.cortado.inference.verify;

import org.jspecify.annotations.NullMarked;
