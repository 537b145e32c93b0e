package dev.cortado.bench.soak;

import dev.cortado.contracts.v1.FinishReason;
import dev.cortado.contracts.v1.TokenUsage;
import dev.cortado.contracts.v1.UsageEvent;
import java.util.ArrayList;
import java.util.List;

/// Counts one generation again and says where its usage event differs.
///
/// The prompt is tokenised by the bench. A completion that was cut by its length has exactly as many tokens as were
/// asked for; one that the model ended has at least a token for each piece of text, and the one that ended it; one
/// that was cancelled at least a token for each piece that came. The cost follows from the prices of the token. How
/// many tokens the model really computed is compared for all generations together, since only the node's steps know
/// it: see [SoakBench].
final class Recount {

    static final long PROMPT_PICO_USD = 3_000;
    static final long CACHED_PROMPT_PICO_USD = 300;
    static final long COMPLETION_PICO_USD = 17_000;

    private static final long PICO_PER_NANO = 1_000;

    private final List<String> differences = new ArrayList<>();

    private Recount() {}

    /// What is wrong; empty if nothing is.
    static List<String> differences(Attempt attempt, UsageEvent event) {
        Recount recount = new Recount();
        recount.prompt(attempt, event);
        recount.completion(attempt, event);
        recount.expect("cost", cost(event.getUsage()), event.getCostNanoUsd());
        attempt.finished().ifPresent(told -> {
            recount.check(told.usage().equals(event.getUsage()), "the final message told another usage");
            recount.check(told.reason() == event.getFinishReason(), "the final message told another reason");
            recount.expect("cost in the final message", event.getCostNanoUsd(), told.costNanoUsd());
        });
        return recount.differences;
    }

    private void prompt(Attempt attempt, UsageEvent event) {
        long prompt = event.getUsage().getPrompt().getCount();
        long cached = event.getUsage().getCachedPrompt().getCount();
        boolean cancelled = event.getFinishReason() == FinishReason.FINISH_REASON_CANCELLED;
        if (cancelled && event.getUsage().getCompletion().getCount() == 0) {
            check(prompt <= attempt.promptTokens(), "more prompt tokens than the prompt has");
        } else {
            expect("prompt tokens", attempt.promptTokens(), prompt);
        }
        check(cached <= Math.max(0, prompt - 1), "the last prompt token cannot come from the cache");
    }

    private void completion(Attempt attempt, UsageEvent event) {
        long completion = event.getUsage().getCompletion().getCount();
        check(completion <= attempt.completionMax(), "more completion tokens than were asked for");
        switch (event.getFinishReason()) {
            case FINISH_REASON_LENGTH -> expect("completion tokens", attempt.completionMax(), completion);
            case FINISH_REASON_STOP ->
                check(completion >= attempt.pieces() + 1, "fewer completion tokens than pieces and an end");
            case FINISH_REASON_CANCELLED ->
                check(completion >= attempt.pieces(), "fewer completion tokens than pieces that came");
            default -> differences.add("it ended as " + event.getFinishReason());
        }
    }

    /// Prices in pico-USD, rounded up once, to nano-USD.
    static long cost(TokenUsage usage) {
        long cached = usage.getCachedPrompt().getCount();
        long pico = (usage.getPrompt().getCount() - cached) * PROMPT_PICO_USD
                + cached * CACHED_PROMPT_PICO_USD
                + usage.getCompletion().getCount() * COMPLETION_PICO_USD;
        return Math.ceilDiv(pico, PICO_PER_NANO);
    }

    private void expect(String what, long expected, long found) {
        check(expected == found, what + ": " + found + ", and " + expected + " by recount");
    }

    private void check(boolean right, String otherwise) {
        if (!right) {
            differences.add(otherwise);
        }
    }
}
