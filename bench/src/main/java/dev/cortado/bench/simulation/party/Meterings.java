package dev.cortado.bench.simulation.party;

import dev.cortado.accounting.posting.Charge;
import dev.cortado.accounting.posting.Metering;
import dev.cortado.accounting.posting.Payload;
import dev.cortado.bench.simulation.party.LogHost.Usage;
import dev.cortado.contracts.unit.BilledTokens;
import dev.cortado.contracts.unit.LeaseId;
import dev.cortado.inference.meter.MeteredAttempt;
import dev.cortado.inference.verify.NodeIdentity;
import dev.cortado.router.catalogue.Lane;
import dev.cortado.router.decision.Attempt;
import dev.cortado.router.decision.Decision;
import dev.cortado.router.decision.Fate;
import dev.cortado.router.decision.Finish;
import dev.cortado.router.decision.TokenUse;
import dev.cortado.router.hold.AttemptKey;
import dev.cortado.router.route.Placement;
import dev.cortado.router.route.Word;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/// What a node measured, in the words of the usage log, of accounting and of the router.
final class Meterings {

    private Meterings() {}

    static Usage event(Permitted token, MeteredAttempt attempt) {
        Metering metering = new Metering(
                attempt.tokens(),
                attempt.cost(),
                attempt.charges().stream()
                        .map(charge -> new Charge(Tokens.hold(charge.hold()), charge.charged()))
                        .toList(),
                attempt.finish().name().toLowerCase(Locale.ROOT),
                0,
                OptionalDouble.empty());
        String says = attempt.grant().id() + " " + attempt.grant().node() + " "
                + attempt.tokens().prompt().count() + " "
                + attempt.tokens().completion().count() + " " + attempt.finish();
        return new Usage(
                Tokens.permission(token.placement(), attempt.grant()),
                metering,
                new Payload(says.getBytes(StandardCharsets.UTF_8)),
                token);
    }

    static Word.Receipt receipt(MeteredAttempt attempt) {
        Map<LeaseId, Long> charged = new HashMap<>();
        attempt.charges().forEach(charge -> charged.put(charge.hold().lease(), charge.charged()));
        NodeIdentity node = attempt.grant().node();
        return new Word.Receipt(
                new AttemptKey(
                        attempt.grant().id().reservation(), attempt.grant().id().attempt()),
                node.node(),
                node.incarnation(),
                attempt.cost(),
                charged,
                use(attempt.tokens()),
                Finish.valueOf(attempt.finish().name()));
    }

    /// The receipt that stands in an event of the log.
    static Word.Receipt receipt(Usage event) {
        Map<LeaseId, Long> charged = new HashMap<>();
        event.metering().charges().forEach(charge -> charged.put(charge.hold().lease(), charge.charged()));
        return new Word.Receipt(
                key(event),
                event.token().grant().node().node(),
                event.token().grant().node().incarnation(),
                event.metering().cost(),
                charged,
                use(event.metering().tokens()),
                Finish.valueOf(event.metering().finishReason().toUpperCase(Locale.ROOT)));
    }

    /// The decision as far as an event's token tells it.
    static Decision decision(Usage event, Word.Receipt receipt) {
        Placement placement = event.token().placement();
        Attempt attempt = new Attempt(
                receipt.key(),
                placement.option().variant().id(),
                placement.option().node().pool(),
                receipt.node(),
                receipt.incarnation(),
                Lane.REALTIME,
                placement.money(),
                placement.option().prices(),
                placement.partition(),
                event.permission().publishBy(),
                List.of(),
                new Fate.Settled(receipt.cost().min(placement.money()), receipt.usage(), receipt.finish()));
        return new Decision(
                receipt.key().reservation(),
                placement.tenant(),
                receipt.key().reservation().time(),
                placement.option().variant().id().value(),
                null,
                null,
                "recovered from the usage log",
                List.of(),
                List.of(attempt),
                "",
                Map.of());
    }

    static AttemptKey key(Usage event) {
        return new AttemptKey(
                event.permission().reservation(), event.permission().attempt());
    }

    private static TokenUse use(BilledTokens tokens) {
        return new TokenUse(
                metered(tokens.prompt().count()),
                metered(tokens.cachedPrompt().count()),
                metered(tokens.cacheWrite().count()),
                metered(tokens.completion().count()));
    }

    private static TokenUse.Metered metered(long count) {
        return new TokenUse.Metered(count, TokenUse.Counter.ENGINE);
    }
}
