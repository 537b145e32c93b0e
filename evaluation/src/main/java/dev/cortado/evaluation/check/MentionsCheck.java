package dev.cortado.evaluation.check;

import java.util.List;

/// The share of things that an answer mentions, each in one of several wordings, as whole words, whatever their case
/// and accents. An answer that mentions what it must not scores 0.
///
/// @param groups wordings of each thing
/// @param never what must not be mentioned
public record MentionsCheck(List<List<String>> groups, List<String> never) implements Checker {

    public MentionsCheck {
        groups = groups.stream().map(List::copyOf).toList();
        never = List.copyOf(never);
        if (groups.isEmpty() || groups.stream().anyMatch(List::isEmpty)) {
            throw new IllegalArgumentException("a mention needs at least one wording");
        }
        if (groups.stream().flatMap(List::stream).anyMatch(String::isBlank)
                || never.stream().anyMatch(String::isBlank)) {
            throw new IllegalArgumentException("a wording must not be blank");
        }
    }

    /// One thing, in any of these wordings.
    public static MentionsCheck any(String... wordings) {
        return new MentionsCheck(List.of(List.of(wordings)), List.of());
    }

    /// Each of these.
    public static MentionsCheck each(List<String> things) {
        return new MentionsCheck(things.stream().map(List::of).toList(), List.of());
    }

    @Override
    public double score(String answer) {
        String plain = Texts.plain(answer);
        if (never.stream().anyMatch(words -> Texts.hasWords(plain, words))) {
            return 0;
        }
        long mentioned = groups.stream()
                .filter(group -> group.stream().anyMatch(words -> Texts.hasWords(plain, words)))
                .count();
        return (double) mentioned / groups.size();
    }
}
