package dev.cortado.evaluation.builtin;

import dev.cortado.evaluation.check.LabelCheck;
import java.util.List;

/// Short texts of ours, to be put under one of a few labels.
final class ClassificationTasks {

    private static final int SHORT = 12;
    private static final Table TEXTS = Table.read("texts");

    private ClassificationTasks() {}

    static List<Template> templates() {
        return List.of(
                dice -> one(dice, "sentiment", "Is this review positive, negative or neutral? Answer with one word."),
                dice -> one(
                        dice,
                        "topic",
                        "What is this sentence about: sports, health, finance, technology or travel? One word."),
                dice -> one(dice, "spam", "Is this message spam or ham? Answer spam or ham."),
                dice -> one(dice, "register", "Is this formal or informal? One word."),
                dice -> one(dice, "urgency", "How urgent is this request, high or low? One word."),
                dice -> one(dice, "language", "Is this German, French, Spanish or Italian? Name the language only."),
                dice -> one(dice, "part", "Is this word a noun, a verb or an adjective? Answer with one word."),
                dice -> one(dice, "entity", "Does this name a person, a place or an organisation? One word."),
                dice -> one(dice, "food", "Is this a fruit, a vegetable or an animal? One word."),
                dice -> one(dice, "claim", "Does this state a fact or an opinion? One word."),
                dice -> one(
                        dice, "department", "Which department should answer: billing, technical or sales? One word."),
                ClassificationTasks::compared,
                ClassificationTasks::oddOne);
    }

    private static Draft one(Dice dice, String kind, String question) {
        List<List<String>> rows = TEXTS.of(kind);
        List<String> row = dice.of(rows);
        List<String> labels = rows.stream().map(List::getFirst).distinct().toList();
        String text = row.get(1).replace("{thing}", dice.of(People.THINGS));
        return new Draft(question + "\n" + text, SHORT, new LabelCheck(row.get(0), labels));
    }

    /// Two reviews, one of which is to be chosen.
    private static Draft compared(Dice dice) {
        List<List<String>> rows = TEXTS.of("sentiment");
        List<String> good = dice.of(
                rows.stream().filter(row -> row.get(0).equals("positive")).toList());
        List<String> bad = dice.of(
                rows.stream().filter(row -> row.get(0).equals("negative")).toList());
        boolean goodFirst = dice.between(0, 1) == 0;
        boolean askGood = dice.between(0, 1) == 0;
        String thing = dice.of(People.THINGS);
        String first = (goodFirst ? good : bad).get(1).replace("{thing}", thing);
        String second = (goodFirst ? bad : good).get(1).replace("{thing}", thing);
        return new Draft(
                "Which review is " + (askGood ? "happier" : "angrier") + ", A or B? Answer A or B only.\nA: " + first
                        + "\nB: " + second,
                SHORT,
                new LabelCheck(goodFirst == askGood ? "A" : "B", List.of("A", "B")));
    }

    private static Draft oddOne(Dice dice) {
        List<List<String>> rows = TEXTS.of("food");
        List<String> labels = dice.some(2, List.of("fruit", "vegetable", "animal"));
        List<String> many = dice.some(3, texts(rows, labels.get(0)));
        String odd = dice.of(texts(rows, labels.get(1)));
        List<String> all = new java.util.ArrayList<>(many);
        all.add(odd);
        List<String> shown = dice.shuffled(all);
        return new Draft(
                "Which one does not belong with the others: " + String.join(", ", shown) + "? One word.",
                SHORT,
                new LabelCheck(odd, shown));
    }

    private static List<String> texts(List<List<String>> rows, String label) {
        return rows.stream()
                .filter(row -> row.get(0).equals(label))
                .map(row -> row.get(1))
                .toList();
    }
}
