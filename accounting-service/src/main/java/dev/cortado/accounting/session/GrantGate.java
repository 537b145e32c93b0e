package dev.cortado.accounting.session;

import java.util.Optional;

/// Whether this process may open sessions and grant leases.
public interface GrantGate {

    /// Why not, in words; empty where it may.
    Optional<String> closedBecause();
}
