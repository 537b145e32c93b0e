package dev.cortado.router.session;

import dev.cortado.contracts.unit.SessionId;

/// Told of the sessions' beginnings and ends.
public interface SessionWatcher {

    void opened(SessionTerms terms);

    void ended(SessionId session);

    /// Paths may have changed up to this version without word of it: forget them. After this the router acts on it.
    void pathsChanged(long version);
}
