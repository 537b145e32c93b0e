package dev.cortado.router.hold;

import dev.cortado.router.accounting.LeaseMessage;
import java.time.Duration;

/// How leases are spoken of.
///
/// @param deadline how long a request waits for accounting's answer
/// @param giveBackAfter how long freed room may wait for a message to travel with
/// @param gatherFor how long what nobody waits for gathers before a message carries it
/// @param retryFirst before a message without an answer is sent again; doubles up to `retryMax`
/// @param answerAgeMax a refusal needs an answer of accounting no older than this
/// @param underWayMax messages of one session that may be under way at once
/// @param organisationsMax organisations that one message may speak of
/// @param countersMax counters that one message may speak of, unless a single request needs more
public record LeasePace(
        Duration deadline,
        Duration giveBackAfter,
        Duration gatherFor,
        Duration retryFirst,
        Duration retryMax,
        Duration answerAgeMax,
        int underWayMax,
        int organisationsMax,
        int countersMax) {

    public LeasePace {
        if (underWayMax < 1 || organisationsMax < 1) {
            throw new IllegalArgumentException(
                    "at least one message must be allowed under way, about one organisation");
        }
        if (countersMax < 1 || countersMax > LeaseMessage.WANTS_MAX) {
            throw new IllegalArgumentException("a lease message speaks of 1 to " + LeaseMessage.WANTS_MAX
                    + " counters, not of up to " + countersMax);
        }
    }
}
