package dev.cortado.inference.meter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cortado.contracts.unit.BilledTokens;
import dev.cortado.contracts.unit.NanoUsd;
import dev.cortado.contracts.unit.PicoUsdPerToken;
import dev.cortado.contracts.unit.PriceVersion;
import dev.cortado.contracts.unit.TokenCount;
import dev.cortado.contracts.unit.TokenPriceList;
import dev.cortado.inference.engine.GenerationEnd;
import dev.cortado.inference.engine.GenerationTimings;
import dev.cortado.inference.engine.StopCause;
import dev.cortado.inference.verify.AttemptGrant;
import dev.cortado.inference.verify.Grants;
import dev.cortado.inference.verify.Hold;
import dev.cortado.inference.verify.LimitKind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CompletionLimitTest {

    private static final TokenCount PROMPT = TokenCount.of(100);

    @Test
    void of_holdPaysForAll_givesTheWish() {
        assertEquals(new CompletionLimit.Allowed(TokenCount.of(50), false), limit(money(6_000), 50, false));
    }

    @Test
    void of_holdCutsAndMayShorten_givesWhatItPaysFor() {
        // 100 × 20 + n × 80 ≤ 2,800 nano-USD
        assertEquals(new CompletionLimit.Allowed(TokenCount.of(10), true), limit(money(2_800), 50, true));
        assertEquals(new CompletionLimit.Allowed(TokenCount.of(1), true), limit(money(2_080), 50, true));
    }

    @Test
    void of_holdCutsAndMayNotShorten_isTooSmall() {
        assertEquals(new CompletionLimit.HoldTooSmall(NanoUsd.of(2_080)), limit(money(5_999), 50, false));
    }

    @Test
    void of_holdPaysForThePromptOnly_isTooSmall() {
        assertEquals(new CompletionLimit.HoldTooSmall(NanoUsd.of(2_080)), limit(money(2_079), 50, true));
        assertEquals(new CompletionLimit.HoldTooSmall(NanoUsd.of(2_080)), limit(money(1), 50, true));
    }

    @Test
    void of_contextEnds_cutsSilently() {
        AttemptGrant grant = Grants.grant(money(1_000_000), 50, false);
        assertEquals(new CompletionLimit.Allowed(TokenCount.of(20), false), CompletionLimit.of(grant, PROMPT, 120));
        assertEquals(new CompletionLimit.ContextTooLong(100), CompletionLimit.of(grant, PROMPT, 100));
    }

    @Test
    void of_tokenHold_capsPromptAndCompletionTogether() {
        assertEquals(new CompletionLimit.Allowed(TokenCount.of(5), true), limit(tokens(105), 50, true));
        assertInstanceOf(CompletionLimit.HoldTooSmall.class, limit(tokens(100), 50, true));
        assertInstanceOf(CompletionLimit.HoldTooSmall.class, limit(tokens(99), 50, true));
    }

    @Test
    void of_choices_shareWishAndHoldEvenlyBesideOnePrompt() {
        AttemptGrant enough = Grants.grant(money(6_000), 50, false);
        assertEquals(
                new CompletionLimit.Allowed(TokenCount.of(16), false), CompletionLimit.of(enough, PROMPT, 8_192, 3));
        AttemptGrant little = Grants.grant(money(2_800), 50, true);
        assertEquals(new CompletionLimit.Allowed(TokenCount.of(3), true), CompletionLimit.of(little, PROMPT, 8_192, 3));
        AttemptGrant least = Grants.grant(money(2_239), 50, true);
        assertEquals(new CompletionLimit.HoldTooSmall(NanoUsd.of(2_240)), CompletionLimit.of(least, PROMPT, 8_192, 3));
        assertEquals(new CompletionLimit.Allowed(TokenCount.of(10), false), CompletionLimit.of(enough, PROMPT, 110, 3));
    }

    @Test
    void of_requestHoldOfNothing_isTooSmall() {
        assertInstanceOf(
                CompletionLimit.HoldTooSmall.class, limit(List.of(Grants.hold(LimitKind.REQUESTS, 0)), 50, true));
    }

    /// Whatever the holds, prices and end of the generation: what is charged fits every hold, a finished attempt is
    /// charged its whole cost, and one token more than allowed would not have fitted.
    @Test
    void charges_anyHoldsAndPrices_neverPassAHold() {
        Random random = new Random(11);
        int cut = 0;
        for (int round = 0; round < 20_000; round++) {
            List<Hold> holds = new ArrayList<>();
            holds.add(Grants.hold(LimitKind.NANO_USD, random.nextLong(30_000)));
            if (random.nextBoolean()) {
                holds.add(Grants.hold(LimitKind.TOKENS, random.nextLong(600)));
            }
            if (random.nextBoolean()) {
                holds.add(Grants.hold(LimitKind.REQUESTS, 1));
            }
            AttemptGrant grant = Grants.grant(
                    holds,
                    Grants.prices(random.nextLong(50_000), random.nextLong(200_000)),
                    1 + random.nextLong(300),
                    true,
                    Grants.NOW);
            TokenCount prompt = TokenCount.of(1 + random.nextLong(300));
            if (CompletionLimit.of(grant, prompt, 512) instanceof CompletionLimit.Allowed(var max, var byHold)) {
                TokenCount done = TokenCount.of(random.nextLong(max.count() + 1));
                MeteredAttempt metered = MeteredAttempt.of(grant, generated(prompt, done), byHold);
                for (Charge charge : metered.charges()) {
                    assertTrue(charge.charged() <= charge.hold().amount());
                    assertEquals(uncapped(charge.hold(), metered), charge.charged(), "nothing is forgone");
                }
                if (byHold) {
                    cut++;
                    TokenCount more = max.plus(TokenCount.of(1));
                    BilledTokens tokens = BilledTokens.ofPromptAndCompletion(prompt, more);
                    NanoUsd cost = grant.prices().cost(tokens);
                    assertTrue(holds.stream()
                            .anyMatch(hold -> hold.kind() == LimitKind.NANO_USD
                                    ? cost.nanos() > hold.amount()
                                    : hold.kind() == LimitKind.TOKENS
                                            && tokens.total().count() > hold.amount()));
                }
            }
        }
        assertTrue(cut > 1_000, "the holds must often be what cuts");
    }

    @Test
    void finish_lengthWhereTheHoldCut_isBudget() {
        assertEquals(FinishCause.BUDGET, FinishCause.of(StopCause.LENGTH, true));
        assertEquals(FinishCause.LENGTH, FinishCause.of(StopCause.LENGTH, false));
        assertEquals(FinishCause.STOP, FinishCause.of(StopCause.STOP, true));
    }

    @Test
    void of_cachedPromptIsDearer_leavesRoomForItsPrice() {
        TokenPriceList dearer = new TokenPriceList(
                new PriceVersion("v1"),
                new PicoUsdPerToken(20_000),
                new PicoUsdPerToken(30_000),
                PicoUsdPerToken.FREE,
                new PicoUsdPerToken(80_000));
        AttemptGrant grant = Grants.grant(money(PROMPT.count() * 30 + 160), dearer, 100, true, Grants.NOW);
        assertEquals(new CompletionLimit.Allowed(TokenCount.of(2), true), CompletionLimit.of(grant, PROMPT, 8_192));
    }

    @Test
    void metered_cachedPromptTokens_costTheirOwnPrice() {
        TokenPriceList cheaper = new TokenPriceList(
                new PriceVersion("v1"),
                new PicoUsdPerToken(20_000),
                new PicoUsdPerToken(5_000),
                PicoUsdPerToken.FREE,
                new PicoUsdPerToken(80_000));
        AttemptGrant grant = Grants.grant(money(1_000_000), cheaper, 100, true, Grants.NOW);
        GenerationEnd.Generated plain = generated(TokenCount.of(100), TokenCount.of(10));
        GenerationEnd.Generated cached = new GenerationEnd.Generated(
                plain.cause(), plain.promptTokens(), TokenCount.of(60), plain.completionTokens(), plain.timings(), "");
        MeteredAttempt metered = MeteredAttempt.of(grant, cached, false);
        assertEquals(NanoUsd.of(40 * 20 + 60 * 5 + 10 * 80), metered.cost());
        assertEquals(60, metered.tokens().cachedPrompt().count());
        assertEquals(110, metered.tokens().total().count());
    }

    private static long uncapped(Hold hold, MeteredAttempt metered) {
        return switch (hold.kind()) {
            case NANO_USD -> metered.cost().nanos();
            case TOKENS -> metered.tokens().total().count();
            case REQUESTS -> 1;
        };
    }

    static GenerationEnd.Generated generated(TokenCount prompt, TokenCount completion) {
        Instant now = Grants.NOW;
        return new GenerationEnd.Generated(
                StopCause.STOP,
                prompt,
                completion,
                new GenerationTimings(now, now, Duration.ZERO, Duration.ZERO, Duration.ZERO),
                "");
    }

    private static CompletionLimit limit(List<Hold> holds, long wanted, boolean mayShorten) {
        return CompletionLimit.of(Grants.grant(holds, wanted, mayShorten), PROMPT, 8_192);
    }

    private static List<Hold> money(long nanos) {
        return List.of(Grants.hold(LimitKind.NANO_USD, nanos));
    }

    private static List<Hold> tokens(long count) {
        return List.of(Grants.hold(LimitKind.TOKENS, count));
    }
}
