package dev.cortado.bench.admission;

/// One tenant with its key.
record Tenant(String organisation, String team, String project, String keyId, String keyText) {

    /// The key's text must not slip into a log.
    @Override
    public String toString() {
        return organisation;
    }
}
