package dev.cortado.router.hold;

import java.time.Duration;

/// How leases are spoken of.
///
/// @param deadline how long a request waits for accounting's answer
/// @param giveBackAfter how long freed room may wait for a message to travel with
/// @param retryFirst before a message without an answer is sent again; doubles up to `retryMax`
/// @param answerAgeMax a refusal needs an answer of accounting no older than this
public record LeasePace(
        Duration deadline, Duration giveBackAfter, Duration retryFirst, Duration retryMax, Duration answerAgeMax) {}
