package dev.cortado.inference.remote;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cortado.contracts.unit.TokenCount;
import dev.cortado.inference.engine.GenerationEnd.Generated;
import dev.cortado.inference.engine.GenerationTimings;
import dev.cortado.inference.engine.StopCause;
import dev.cortado.inference.engine.TokenCounters;
import dev.cortado.inference.engine.TokenCounters.Counter;
import dev.cortado.inference.meter.CompletionLimit;
import dev.cortado.inference.meter.MeteredAttempt;
import dev.cortado.inference.remote.BelievedUsage.Bounds;
import dev.cortado.inference.remote.BelievedUsage.SeenCompletion;
import dev.cortado.inference.remote.BelievedUsage.SentPrompt;
import dev.cortado.inference.verify.AttemptGrant;
import dev.cortado.inference.verify.Grants;
import dev.cortado.inference.verify.LimitKind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BelievedUsageTest {

    private static final Bounds BOUNDS = new Bounds(16, 128, 4);
    private static final SentPrompt BOUNDED = new SentPrompt(500, false, 400);
    private static final SentPrompt COUNTED = new SentPrompt(120, true, 400);

    @Test
    void possibleClaim_isBelieved() {
        BelievedUsage usage = BelievedUsage.of(claim(110, 60, 12, 0), BOUNDED, seen(50, 12), BOUNDS);
        assertEquals(TokenCount.of(110), usage.prompt());
        assertEquals(TokenCount.of(60), usage.cachedPrompt());
        assertEquals(TokenCount.of(12), usage.completion());
        assertEquals(TokenCounters.ENGINE, usage.counters());
        assertEquals(List.of(), usage.objections());
    }

    @Test
    void promptBeyondWhatWasCounted_isWhatWasCounted() {
        BelievedUsage usage = BelievedUsage.of(claim(121, 0, 12, 0), COUNTED, seen(50, 12), BOUNDS);
        assertEquals(TokenCount.of(120), usage.prompt());
        assertEquals(Counter.PLATFORM, usage.counters().prompt());
        assertEquals(List.of("121 prompt tokens, where 17 to 120 are possible"), usage.objections());
    }

    @Test
    void cachedBeyondThePrompt_isUnknown() {
        BelievedUsage usage = BelievedUsage.of(claim(110, 111, 12, 0), BOUNDED, seen(50, 12), BOUNDS);
        assertEquals(Counter.UNKNOWN, usage.counters().cachedPrompt());
        assertEquals(TokenCount.ZERO, usage.cachedPrompt());
    }

    @Test
    void unshownTokens_areBelievedWhereTheServerNamesThem() {
        assertEquals(
                TokenCount.of(180),
                BelievedUsage.of(claim(110, 0, 180, 170), BOUNDED, seen(20, 5), BOUNDS)
                        .completion());
        assertEquals(
                TokenCount.of(5),
                BelievedUsage.of(claim(110, 0, 180, 0), BOUNDED, seen(20, 5), BOUNDS)
                        .completion());
    }

    @Test
    void nothingClaimed_isCountedByPiecesOrEstimatedWhereTheyAreTooLong() {
        BelievedUsage byPieces = BelievedUsage.of(UsageClaim.NONE, BOUNDED, seen(300, 80), BOUNDS);
        assertEquals(TokenCount.of(80), byPieces.completion());
        assertEquals(TokenCount.of(100), byPieces.prompt());
        BelievedUsage byBytes = BelievedUsage.of(UsageClaim.NONE, BOUNDED, seen(300, 2), BOUNDS);
        assertEquals(TokenCount.of(75), byBytes.completion());
        assertEquals(Counter.PLATFORM, byBytes.counters().completion());
    }

    @Test
    void recount_isUsedBeforeAnEstimate() {
        SeenCompletion recounted = new SeenCompletion(300, 2, 200, OptionalLong.of(66));
        assertEquals(
                TokenCount.of(66),
                BelievedUsage.of(UsageClaim.NONE, COUNTED, recounted, BOUNDS).completion());
    }

    @Test
    void recountThatIsNotPossible_isNotUsed() {
        for (long count : new long[] {-1, 0, 10, 301, 4_096, Long.MAX_VALUE}) {
            SeenCompletion recounted = new SeenCompletion(300, 2, 200, OptionalLong.of(count));
            assertEquals(
                    TokenCount.of(75),
                    BelievedUsage.of(UsageClaim.NONE, COUNTED, recounted, BOUNDS)
                            .completion(),
                    () -> count + " recounted");
        }
    }

    @Test
    void promptOfLongTokens_isBelievedWhereItWasCountedAlike() {
        SentPrompt dashes = new SentPrompt(63, true, 4_000);
        BelievedUsage usage = BelievedUsage.of(claim(63, 40, 12, 0), dashes, seen(50, 12), BOUNDS);
        assertEquals(TokenCount.of(63), usage.prompt());
        assertEquals(TokenCount.of(40), usage.cachedPrompt());
        assertEquals(List.of(), usage.objections());
    }

    @Test
    void whateverIsClaimed_theChargeStaysWithinTheHold() {
        Random random = new Random(17);
        for (int i = 0; i < 20_000; i++) {
            long bytes = 1L + random.nextInt(2_000);
            SentPrompt sent = new SentPrompt(bytes + random.nextInt(50), random.nextBoolean(), bytes);
            AttemptGrant grant = Grants.grant(
                    List.of(
                            Grants.hold(LimitKind.NANO_USD, random.nextInt(100_000)),
                            Grants.hold(LimitKind.TOKENS, random.nextInt(4_000))),
                    1L + random.nextInt(500),
                    true);
            if (CompletionLimit.of(grant, TokenCount.of(sent.tokensMax()), 8_192)
                    instanceof CompletionLimit.Allowed allowed) {
                checkCharge(random, grant, sent, allowed.max().count());
            }
        }
    }

    private static void checkCharge(Random random, AttemptGrant grant, SentPrompt sent, long completionMax) {
        SeenCompletion seen = new SeenCompletion(
                random.nextInt(10_000),
                random.nextInt(1_000),
                completionMax,
                random.nextBoolean() ? OptionalLong.empty() : OptionalLong.of(random.nextInt(3_000)));
        UsageClaim claim = claim(any(random), any(random), any(random), any(random));
        BelievedUsage usage = BelievedUsage.of(claim, sent, seen, BOUNDS);
        Instant now = Grants.NOW;
        MeteredAttempt metered = MeteredAttempt.of(
                grant,
                new Generated(
                        StopCause.STOP,
                        usage.prompt(),
                        usage.cachedPrompt(),
                        usage.completion(),
                        usage.counters(),
                        new GenerationTimings(now, now, Duration.ZERO, Duration.ZERO, Duration.ZERO),
                        ""),
                false);
        assertTrue(metered.cost().nanos() <= grant.holds().getFirst().amount(), usage.toString());
        assertTrue(metered.tokens().total().count() <= grant.holds().getLast().amount(), usage.toString());
    }

    private static long any(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> random.nextInt(10);
            case 1 -> random.nextInt(3_000);
            case 2 -> Long.MAX_VALUE - random.nextInt(3);
            default -> random.nextLong(1L << 40);
        };
    }

    private static SeenCompletion seen(long bytes, long pieces) {
        return new SeenCompletion(bytes, pieces, 200, OptionalLong.empty());
    }

    private static UsageClaim claim(long prompt, long cached, long completion, long reasoning) {
        return new UsageClaim(
                OptionalLong.of(prompt),
                OptionalLong.of(cached),
                OptionalLong.of(completion),
                OptionalLong.of(reasoning));
    }
}
