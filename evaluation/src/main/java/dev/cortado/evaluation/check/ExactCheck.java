package dev.cortado.evaluation.check;

import java.util.List;
import java.util.regex.Pattern;

/// Whether an answer is one of the accepted texts, apart from code fences, quotes and emphasis around it, and spaces.
///
/// @param caseMatters otherwise upper and lower case are equal, and accents are left off
/// @param stopMatters otherwise a final full stop makes no difference
public record ExactCheck(List<String> accepted, boolean caseMatters, boolean stopMatters) implements Checker {

    private static final Pattern SPACES = Pattern.compile("\\s+");

    public ExactCheck {
        accepted = List.copyOf(accepted);
        if (accepted.isEmpty()) {
            throw new IllegalArgumentException("no accepted text");
        }
    }

    /// Case and final stop make no difference.
    public static ExactCheck loose(String... accepted) {
        return new ExactCheck(List.of(accepted), false, false);
    }

    /// Every character counts, but for a final stop.
    public static ExactCheck cased(String... accepted) {
        return new ExactCheck(List.of(accepted), true, false);
    }

    @Override
    public double score(String answer) {
        String said = form(answer);
        return Checker.of(accepted.stream().anyMatch(text -> form(text).equals(said)));
    }

    private String form(String text) {
        String bare = Texts.bare(Texts.unfenced(text), !stopMatters);
        return caseMatters ? SPACES.matcher(bare).replaceAll(" ") : Texts.plain(bare);
    }
}
