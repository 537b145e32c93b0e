/// Whose a credential is: API keys, and people with verified claims.
@NullMarked
package dev.cortado.accounting.identity;

import org.jspecify.annotations.NullMarked;
