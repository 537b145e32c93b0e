package dev.cortado.gateway.complete;

import dev.cortado.gateway.chat.ChatRequest;
import dev.cortado.gateway.chat.RequestedCheck;
import dev.cortado.gateway.chat.ResponseFormat;
import dev.cortado.gateway.check.AnswerCheck;
import dev.cortado.gateway.check.ArithmeticCheck;
import dev.cortado.gateway.check.JsonCheck;
import dev.cortado.gateway.check.Judgement;
import dev.cortado.gateway.generate.Delta;
import dev.cortado.gateway.route.RoutedProfile;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// An answer that is held back until it is whole and has been looked at, by the rules of its prompt profile and by the
/// check that the request asks for.
final class CheckedAnswer {

    private final List<AnswerCheck> checks;
    private final String said;
    private final List<Delta> deltas = new ArrayList<>();

    private CheckedAnswer(List<AnswerCheck> checks, String said) {
        this.checks = checks;
        this.said = said;
    }

    /// Empty where nothing is to be looked at, or cannot be: what is streamed is delivered before it could be, and
    /// several choices and tool calls are no one text.
    static Optional<CheckedAnswer> of(ChatRequest request, Optional<RoutedProfile> profile) {
        boolean oneText = !request.delivery().streamed()
                && request.output().choices() == 1
                && !request.tools().mayBeCalled();
        List<AnswerCheck> checks = new ArrayList<>();
        if (oneText) {
            profile.flatMap(known -> Optional.ofNullable(known.checks())).ifPresent(checks::add);
            Optional.ofNullable(request.wishes().check())
                    .map(asked -> check(asked, request.output().format()))
                    .ifPresent(checks::add);
        }
        String said = String.join("\n", request.messages().getLast().texts());
        return checks.isEmpty() ? Optional.empty() : Optional.of(new CheckedAnswer(checks, said));
    }

    private static AnswerCheck check(RequestedCheck asked, ResponseFormat format) {
        return switch (asked) {
            case JSON ->
                format instanceof ResponseFormat.JsonSchema(var _, String schema)
                        ? new JsonCheck(schema)
                        : new JsonCheck();
            case ARITHMETIC -> new ArithmeticCheck();
        };
    }

    void hold(Delta delta) {
        deltas.add(delta);
    }

    /// What was held, in order.
    List<Delta> deltas() {
        return List.copyOf(deltas);
    }

    /// What the first check that is broken says; else kept, where at least one check could judge.
    Judgement judge() {
        StringBuilder text = new StringBuilder();
        deltas.forEach(delta -> text.append(delta.text()));
        Judgement all = new Judgement.Undecided();
        for (AnswerCheck check : checks) {
            switch (check.judge(text.toString(), said)) {
                case Judgement.Broken broken -> {
                    return broken;
                }
                case Judgement.Kept kept -> all = kept;
                case Judgement.Undecided _ -> {}
            }
        }
        return all;
    }
}
