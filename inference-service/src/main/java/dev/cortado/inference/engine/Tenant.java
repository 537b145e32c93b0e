package dev.cortado.inference.engine;

/// Whose generation it is: tenants share an engine's slots fairly, and never see what another's prompts left behind.
///
/// @param organisation of the verified token; empty where nobody is named
public record Tenant(String organisation) {

    /// Nobody in particular: takes part in the sharing as one tenant, and nothing is kept for it.
    public static final Tenant UNNAMED = new Tenant("");

    public boolean isNamed() {
        return !organisation.isEmpty();
    }
}
