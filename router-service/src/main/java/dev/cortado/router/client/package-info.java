/// Calls to other services: accounting's sessions and leases, and each node's reports.
@NullMarked
package dev.cortado.router.client;

import org.jspecify.annotations.NullMarked;
