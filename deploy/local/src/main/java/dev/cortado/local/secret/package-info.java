/// Passwords and keys, made once, kept in the data directory for their owner only.
@NullMarked
package dev.cortado.local.secret;

import org.jspecify.annotations.NullMarked;
