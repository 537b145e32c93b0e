package dev.cortado.router.accounting;

import dev.cortado.contracts.unit.SessionId;
import dev.cortado.router.tenant.PathAnswer;
import dev.cortado.router.tenant.Tenant;
import java.time.Instant;
import java.util.concurrent.CompletionStage;

/// Accounting, as a router calls it. Every call completes within its deadline, exceptionally if there was no answer.
public interface Accounting {

    /// Opens a session; an earlier one of the same router and class is drained by this.
    CompletionStage<Registered> register(String router, SessionClass sessionClass);

    /// @param acknowledgedVersion the newest path version this router acts on
    CompletionStage<Beat> heartbeat(SessionId session, long seq, long acknowledgedVersion, Instant routerNow);

    /// Grants, renews, shrinks and returns; repeating a message under its request id gets the same answer.
    CompletionStage<LeaseAnswer> lease(LeaseMessage message);

    CompletionStage<PathAnswer> path(Tenant tenant);

    /// Ends a session cleanly.
    CompletionStage<Void> drain(SessionId session);
}
