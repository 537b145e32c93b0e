/// Prompt profiles: named blocks of instructions that an organisation registers once, in immutable versions.
@NullMarked
package dev.cortado.router.profile;

import org.jspecify.annotations.NullMarked;
