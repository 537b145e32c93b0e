/// Fetching what is missing, from the first source whose bytes are right.
@NullMarked
package dev.cortado.local.artefact;

import org.jspecify.annotations.NullMarked;
