package dev.cortado.router.session;

import java.time.Duration;

/// How often a session speaks.
///
/// @param heartbeatEvery between heartbeats
/// @param retryFirst before the first repetition of a registration that failed; doubles up to `heartbeatEvery`
public record SessionPace(Duration heartbeatEvery, Duration retryFirst) {}
