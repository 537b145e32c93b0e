/// What was decided and what became of each attempt, kept for the tenant to look up.
@NullMarked
package dev.cortado.router.decision;

import org.jspecify.annotations.NullMarked;
