/// Step one of a request: whose it is. API keys and verified persons become tenants.
@NullMarked
package dev.cortado.gateway.authenticate;

import org.jspecify.annotations.NullMarked;
