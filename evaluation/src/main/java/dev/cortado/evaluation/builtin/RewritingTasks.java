package dev.cortado.evaluation.builtin;

import dev.cortado.evaluation.check.ExactCheck;
import dev.cortado.evaluation.check.Rule;
import dev.cortado.evaluation.check.RulesCheck;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Short texts to be put another way.
final class RewritingTasks {

    private static final int SHORT = 28;
    private static final int LONGER = 40;
    private static final Table SENTENCES = Table.read("sentences");

    private RewritingTasks() {}

    static List<Template> templates() {
        return List.of(
                dice -> changed(dice, "past", "Rewrite in the past tense, reply with the sentence only: "),
                dice -> changed(dice, "plural", "Reply with the plural of this word only: "),
                dice -> changed(dice, "opposite", "Reply with one word that means the opposite of: "),
                dice -> changed(dice, "spelling", "Correct the spelling, reply with the sentence only: "),
                dice -> changed(dice, "passive", "Put into the passive voice, reply with the sentence only: "),
                dice -> changed(dice, "negative", "Make this sentence negative, reply with the sentence only: "),
                RewritingTasks::upper,
                RewritingTasks::replaced,
                RewritingTasks::reversed,
                RewritingTasks::shortened,
                RewritingTasks::polite,
                RewritingTasks::without,
                RewritingTasks::initials);
    }

    private static List<String> wordings(String cell) {
        return List.of(cell.split(Pattern.quote("|"), -1));
    }

    private static Draft changed(Dice dice, String kind, String instruction) {
        List<String> row = dice.of(SENTENCES.of(kind));
        return new Draft(instruction + row.get(0), SHORT, new ExactCheck(wordings(row.get(1)), false, false));
    }

    private static String plain(Dice dice) {
        return dice.of(SENTENCES.of("plain")).getFirst();
    }

    private static Draft upper(Dice dice) {
        String text = plain(dice);
        return new Draft(
                "Write this in capital letters only: " + text, SHORT, ExactCheck.cased(text.toUpperCase(Locale.ROOT)));
    }

    private static Draft replaced(Dice dice) {
        List<String> words = List.of(plain(dice).split(" ", -1));
        String old = dice.of(words.stream().filter(word -> word.length() > 3).toList());
        String other = dice.of("stone", "music", "silver", "copper", "paper", "coffee");
        String expected =
                words.stream().map(word -> word.equals(old) ? other : word).collect(Collectors.joining(" "));
        return new Draft(
                "Replace the word \"" + old + "\" by \"" + other + "\" and reply with the new text only: "
                        + String.join(" ", words),
                SHORT,
                ExactCheck.loose(expected));
    }

    private static Draft reversed(Dice dice) {
        List<String> words = new ArrayList<>(List.of(plain(dice).split(" ", -1)));
        String text = String.join(" ", words);
        Collections.reverse(words);
        return new Draft(
                "Reply with these words in reverse order: " + text, SHORT, ExactCheck.loose(String.join(" ", words)));
    }

    private static Draft without(Dice dice) {
        List<String> words = List.of(plain(dice).split(" ", -1));
        boolean first = dice.between(0, 1) == 0;
        List<String> left = first ? words.subList(1, words.size()) : words.subList(0, words.size() - 1);
        return new Draft(
                "Remove the " + (first ? "first" : "last") + " word and reply with the rest: "
                        + String.join(" ", words),
                SHORT,
                ExactCheck.loose(String.join(" ", left)));
    }

    private static Draft initials(Dice dice) {
        List<String> words = Arrays.asList(plain(dice).split(" ", -1));
        String letters = words.stream().map(word -> word.substring(0, 1)).collect(Collectors.joining());
        return new Draft(
                "Write the first letter of each word, without spaces: " + String.join(" ", words),
                SHORT,
                ExactCheck.loose(letters, String.join(" ", letters.split("", -1))));
    }

    private static Draft shortened(Dice dice) {
        List<String> row = dice.of(SENTENCES.of("long"));
        List<Rule> rules = new ArrayList<>();
        wordings(row.get(1)).forEach(word -> rules.add(new Rule.Mentions(List.of(word))));
        rules.add(new Rule.WordCount(3, 10));
        rules.add(new Rule.SentenceCount(1, 1));
        return new Draft("Shorten to one sentence of at most 10 words: " + row.get(0), LONGER, new RulesCheck(rules));
    }

    private static Draft polite(Dice dice) {
        List<String> row = dice.of(SENTENCES.of("rude"));
        return new Draft(
                "Rewrite as one polite question: " + row.get(0),
                LONGER,
                RulesCheck.of(
                        new Rule.Mentions(List.of("please", "could", "would", "kindly", "may")),
                        new Rule.Mentions(wordings(row.get(1))),
                        new Rule.EndsWith(List.of("?")),
                        new Rule.WordCount(4, 20)));
    }
}
