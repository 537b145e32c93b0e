package dev.cortado.bench.soak;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cortado.bench.soak.Attempt.Finished;
import dev.cortado.contracts.v1.FinishReason;
import dev.cortado.contracts.v1.MeteredTokens;
import dev.cortado.contracts.v1.TokenUsage;
import dev.cortado.contracts.v1.UsageEvent;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// A recount must find each fault of a usage event: one that found none would always say that all is right.
class RecountTest {

    private static final FinishReason LENGTH = FinishReason.FINISH_REASON_LENGTH;
    private static final FinishReason STOP = FinishReason.FINISH_REASON_STOP;
    private static final FinishReason CANCELLED = FinishReason.FINISH_REASON_CANCELLED;

    @Test
    void rightEvents_haveNoDifference() {
        assertEquals(List.of(), wrong(whole(event(LENGTH, 30, 10, 20), 18)));
        assertEquals(List.of(), wrong(whole(event(STOP, 30, 10, 12), 11)));
        assertEquals(List.of(), wrong(left(event(CANCELLED, 30, 0, 4), 3)));
        assertEquals(List.of(), wrong(left(event(CANCELLED, 17, 0, 0), 0)));
    }

    /// 20 uncached tokens of 3, 10 cached of .3 and 20 drawn ones of 17 nano-USD.
    @Test
    void cost_followsFromThePricesOfTheToken() {
        assertEquals(60 + 3 + 340, Recount.cost(usage(30, 10, 20)));
        assertEquals(4, Recount.cost(usage(2, 1, 0)));
    }

    @Test
    void tokensThatAreNotWhatTheyWere_areTold() {
        only("prompt tokens", whole(event(LENGTH, 29, 10, 20), 18));
        only("completion tokens", whole(event(LENGTH, 30, 10, 19), 18));
        only("more completion tokens", whole(event(STOP, 30, 10, 21), 11));
        only("fewer completion tokens", whole(event(STOP, 30, 10, 11), 11));
        only("fewer completion tokens", left(event(CANCELLED, 30, 0, 4), 5));
        only("more prompt tokens", left(event(CANCELLED, 31, 0, 0), 0));
        only("the last prompt token", whole(event(LENGTH, 30, 30, 20), 18));
    }

    @Test
    void anotherCostOrEnd_isTold() {
        UsageEvent right = event(LENGTH, 30, 10, 20);
        only("cost: 404", whole(right.toBuilder().setCostNanoUsd(404).build(), 18));
        only("the final message told another usage", told(right, usage(30, 9, 20), LENGTH, 403));
        only("the final message told another reason", told(right, right.getUsage(), STOP, 403));
        only("cost in the final message: 404", told(right, right.getUsage(), LENGTH, 404));
        only("it ended as", left(event(FinishReason.FINISH_REASON_UNSPECIFIED, 30, 0, 4), 3));
    }

    @Test
    void metrics_areSummedByKind() {
        assertEquals(new StepCounters(70, 12), StepCounters.of("""
                # HELP cortado_inference_step_tokens_total tokens
                cortado_inference_step_tokens_total{kind="prompt",variant="a"} 50.0
                cortado_inference_step_tokens_total{kind="prompt",variant="b"} 2.0E1
                cortado_inference_step_tokens_total{kind="decode",variant="a"} 12.0
                cortado_inference_steps_total{kind="prompt"} 9.0
                """));
    }

    /// An attempt and the event that is told of it.
    private record Case(Attempt attempt, UsageEvent event) {}

    private static void only(String expected, Case seen) {
        List<String> differences = wrong(seen);
        assertEquals(1, differences.size(), differences::toString);
        assertTrue(differences.getFirst().startsWith(expected), differences::toString);
    }

    private static List<String> wrong(Case seen) {
        return Recount.differences(seen.attempt(), seen.event());
    }

    /// A client that stayed to the end, and was told what the event says.
    private static Case whole(UsageEvent event, long pieces) {
        return seen(
                event,
                pieces,
                Optional.of(new Finished(event.getUsage(), event.getFinishReason(), event.getCostNanoUsd())));
    }

    /// A client that was told something else.
    private static Case told(UsageEvent event, TokenUsage usage, FinishReason reason, long cost) {
        return seen(event, 18, Optional.of(new Finished(usage, reason, cost)));
    }

    /// A client that left.
    private static Case left(UsageEvent event, long pieces) {
        return seen(event, pieces, Optional.empty());
    }

    private static Case seen(UsageEvent event, long pieces, Optional<Finished> finished) {
        return new Case(new Attempt("r", 30, 20, pieces, true, finished), event);
    }

    private static UsageEvent event(FinishReason reason, long prompt, long cached, long completion) {
        TokenUsage usage = usage(prompt, cached, completion);
        return UsageEvent.newBuilder()
                .setUsage(usage)
                .setFinishReason(reason)
                .setCostNanoUsd(Recount.cost(usage))
                .build();
    }

    private static TokenUsage usage(long prompt, long cached, long completion) {
        return TokenUsage.newBuilder()
                .setPrompt(count(prompt))
                .setCachedPrompt(count(cached))
                .setCompletion(count(completion))
                .build();
    }

    private static MeteredTokens count(long tokens) {
        return MeteredTokens.newBuilder().setCount(tokens).build();
    }
}
