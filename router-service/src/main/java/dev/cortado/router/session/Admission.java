package dev.cortado.router.session;

import java.time.Instant;

/// Whether the router may admit a request at this moment.
public sealed interface Admission {

    /// @param accountingNow accounting's time at this moment
    record Open(SessionTerms terms, Instant accountingNow) implements Admission {}

    record Closed(String why) implements Admission {}
}
