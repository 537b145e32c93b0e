/// What a person may choose, where things lie, and which port is whose.
@NullMarked
package dev.cortado.local.settings;

import org.jspecify.annotations.NullMarked;
