package dev.cortado.accounting.session;

import dev.cortado.contracts.unit.SessionId;
import java.time.Instant;

/// Accounting's clock, and what it allows a session until when.
///
/// @param voidBy no token of the session is valid after this
public record SessionTimes(
        SessionId session, Instant now, Instant admitUntil, Instant voidBy, long configurationVersion) {}
