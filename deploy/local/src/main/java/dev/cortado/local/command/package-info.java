/// The commands a person types.
@NullMarked
package dev.cortado.local.command;

import org.jspecify.annotations.NullMarked;
