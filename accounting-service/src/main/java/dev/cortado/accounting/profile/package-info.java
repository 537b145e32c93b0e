/// Prompt profiles as administration offers them; the router owns them.
@NullMarked
package dev.cortado.accounting.profile;

import org.jspecify.annotations.NullMarked;
