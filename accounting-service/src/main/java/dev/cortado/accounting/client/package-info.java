/// What accounting asks of others: Keycloak, and the addresses of webhooks.
@NullMarked
package dev.cortado.accounting.client;

import org.jspecify.annotations.NullMarked;
