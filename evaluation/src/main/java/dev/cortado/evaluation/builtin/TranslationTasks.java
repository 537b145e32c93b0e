package dev.cortado.evaluation.builtin;

import dev.cortado.evaluation.check.MentionsCheck;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Words and short sentences between English and German, French and Spanish.
final class TranslationTasks {

    private static final int WORD = 12;
    private static final int SENTENCE = 28;
    private static final Table TABLE = Table.read("translations");
    /// In the order of the table's columns.
    private static final List<String> LANGUAGES = List.of("English", "German", "French", "Spanish");

    private TranslationTasks() {}

    static List<Template> templates() {
        List<Template> all = new ArrayList<>();
        for (int other = 1; other < LANGUAGES.size(); other++) {
            int language = other;
            all.add(dice -> word(dice, 0, language));
            all.add(dice -> sentence(dice, language, 0));
            all.add(dice -> sentence(dice, 0, language));
            all.add(dice -> word(dice, language, 0));
        }
        all.add(dice -> sentence(dice, dice.between(1, 2), 3));
        return all;
    }

    private static List<String> parts(String cell, String by) {
        return Stream.of(cell.split(Pattern.quote(by), -1)).toList();
    }

    private static Draft word(Dice dice, int from, int to) {
        List<String> row = dice.of(TABLE.of("word"));
        return new Draft(
                "Translate the " + LANGUAGES.get(from) + " word \""
                        + parts(row.get(from), "|").getFirst() + "\" into " + LANGUAGES.get(to)
                        + ". Reply with the translation only.",
                WORD,
                new MentionsCheck(List.of(parts(row.get(to), "|")), List.of()));
    }

    private static Draft sentence(Dice dice, int from, int to) {
        List<String> row = dice.of(TABLE.of("sentence"));
        List<List<String>> groups = parts(row.get(LANGUAGES.size() + to), ";").stream()
                .map(group -> parts(group, "|"))
                .toList();
        return new Draft(
                "Translate from " + LANGUAGES.get(from) + " into " + LANGUAGES.get(to)
                        + ", reply with the translation only: " + row.get(from),
                SENTENCE,
                new MentionsCheck(groups, List.of()));
    }
}
