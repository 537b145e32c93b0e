package dev.cortado.router.route;

import dev.cortado.router.session.AttemptTimes;
import java.time.Duration;

/// @param allowance how long an attempt may take
/// @param pathDeadline how long accounting may take to tell a tenant's path
/// @param retryAfter told to clients when a node or accounting is missing
public record RoutePace(AttemptTimes.Allowance allowance, Duration pathDeadline, Duration retryAfter) {}
