package dev.cortado.gateway.complete;

import dev.cortado.gateway.chat.ChatRequest;
import dev.cortado.gateway.chat.RequestedCheck;
import dev.cortado.gateway.chat.ResponseFormat;
import dev.cortado.gateway.check.AnswerCheck;
import dev.cortado.gateway.check.ArithmeticCheck;
import dev.cortado.gateway.check.JsonCheck;
import dev.cortado.gateway.check.Judgement;
import dev.cortado.gateway.check.SelfConsistency;
import dev.cortado.gateway.generate.Delta;
import dev.cortado.gateway.generate.GenerationListener.Finished;
import dev.cortado.gateway.route.RoutedProfile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// An answer that is held back until it is whole and has been looked at, by the rules of its prompt profile and by the
/// check that the request asks for. Of several samples one is delivered, as if it had been the only one.
final class CheckedAnswer {

    private final List<AnswerCheck> checks;
    private final String said;
    private final int samples;
    private final List<Delta> deltas = new ArrayList<>();
    private int chosen;

    private CheckedAnswer(List<AnswerCheck> checks, String said, int samples) {
        this.checks = checks;
        this.said = said;
        this.samples = samples;
    }

    /// Empty where nothing is to be looked at, or cannot be: what is streamed is delivered before it could be, and
    /// several choices and tool calls are no one text.
    static Optional<CheckedAnswer> of(ChatRequest request, Optional<RoutedProfile> profile) {
        boolean oneText = !request.delivery().streamed()
                && request.output().choices() == 1
                && !request.tools().mayBeCalled();
        if (!oneText) {
            return Optional.empty();
        }
        List<AnswerCheck> checks = new ArrayList<>();
        profile.flatMap(known -> Optional.ofNullable(known.checks())).ifPresent(checks::add);
        RequestedCheck asked = request.wishes().check();
        AnswerCheck check = asked == null ? null : check(asked, request.output().format());
        if (check != null) {
            checks.add(check);
        }
        return asked == null && checks.isEmpty()
                ? Optional.empty()
                : Optional.of(new CheckedAnswer(
                        checks, request.said(), request.output().samples()));
    }

    /// @return null for one that looks at more than one text, or at none itself
    private static @Nullable AnswerCheck check(RequestedCheck asked, ResponseFormat format) {
        return switch (asked) {
            case JSON ->
                format instanceof ResponseFormat.JsonSchema(var _, String schema)
                        ? new JsonCheck(schema)
                        : new JsonCheck();
            case ARITHMETIC -> new ArithmeticCheck();
            case SELF_CONSISTENCY, VERIFIER -> null;
        };
    }

    void hold(Delta delta) {
        deltas.add(delta);
    }

    /// What was held of the answer to deliver, in order.
    List<Delta> deltas() {
        return deltas.stream()
                .filter(delta -> delta.choice() == chosen)
                .map(delta -> chosen == 0 ? delta : new Delta(0, delta.text(), delta.logprobs(), delta.toolCalls()))
                .toList();
    }

    /// The end of the answer to deliver; of what all samples took.
    Finished end(Finished finished) {
        return samples == 1
                ? finished
                : new Finished(
                        finished.receipt(),
                        finished.usage(),
                        finished.reasonOf(chosen),
                        Map.of(),
                        finished.cost(),
                        finished.errorMessage(),
                        finished.profilePromptTokens());
    }

    /// What the first check that is broken says; else kept, where at least one check could judge.
    Judgement judge() {
        Judgement all = new Judgement.Undecided();
        if (samples > 1) {
            SelfConsistency.Agreement agreement = SelfConsistency.of(
                    IntStream.range(0, samples).mapToObj(this::text).toList());
            chosen = agreement.chosen();
            if (agreement.judgement().isBroken()) {
                return agreement.judgement();
            }
            all = agreement.judgement();
        }
        for (AnswerCheck check : checks) {
            switch (check.judge(text(chosen), said)) {
                case Judgement.Broken broken -> {
                    return broken;
                }
                case Judgement.Kept kept -> all = kept;
                case Judgement.Undecided _ -> {}
            }
        }
        return all;
    }

    /// The answer to deliver.
    String text() {
        return text(chosen);
    }

    private String text(int choice) {
        StringBuilder text = new StringBuilder();
        deltas.stream().filter(delta -> delta.choice() == choice).forEach(delta -> text.append(delta.text()));
        return text.toString();
    }
}
