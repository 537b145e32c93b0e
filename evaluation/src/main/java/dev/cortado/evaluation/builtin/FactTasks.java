package dev.cortado.evaluation.builtin;

import dev.cortado.evaluation.check.Checker;
import dev.cortado.evaluation.check.ExactCheck;
import dev.cortado.evaluation.check.LabelCheck;
import dev.cortado.evaluation.check.MentionsCheck;
import dev.cortado.evaluation.check.NumberCheck;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Questions on the facts of a table of ours.
final class FactTasks {

    private static final String BRIEFLY = " Answer in as few words as possible.";
    private static final int SHORT = 16;
    private static final Table FACTS = Table.read("facts");
    private static final List<String> CONTINENTS =
            List.of("Europe", "Asia", "Africa", "North America", "South America", "Australia");

    private FactTasks() {}

    static List<Template> templates() {
        return List.of(
                FactTasks::capital,
                FactTasks::countryOfCapital,
                FactTasks::fact,
                FactTasks::symbol,
                FactTasks::count,
                FactTasks::author,
                FactTasks::fact,
                FactTasks::trueOrFalse,
                FactTasks::currency,
                FactTasks::continent,
                FactTasks::elementOfNumber,
                FactTasks::count,
                FactTasks::choice);
    }

    private static List<String> row(Dice dice, String kind) {
        return dice.of(FACTS.of(kind));
    }

    private static Checker any(String wordings) {
        return MentionsCheck.any(wordings.split(Pattern.quote("|"), -1));
    }

    private static Draft capital(Dice dice) {
        List<String> country = row(dice, "country");
        return new Draft("What is the capital of " + country.get(0) + "?" + BRIEFLY, SHORT, any(country.get(1)));
    }

    private static Draft countryOfCapital(Dice dice) {
        List<String> country = row(dice, "country");
        return new Draft(country.get(1) + " is the capital of which country?" + BRIEFLY, SHORT, any(country.get(0)));
    }

    private static Draft currency(Dice dice) {
        List<String> country = row(dice, "country");
        return new Draft(
                "What is the currency of " + country.get(0) + " called?" + BRIEFLY,
                SHORT,
                any(country.get(3) + "|" + country.get(3) + "s"));
    }

    private static Draft continent(Dice dice) {
        List<String> country = row(dice, "country");
        return new Draft(
                "On which continent is the capital of " + country.get(0) + "? Choose one of: "
                        + String.join(", ", CONTINENTS) + ".",
                SHORT,
                new LabelCheck(country.get(2), CONTINENTS));
    }

    private static Draft symbol(Dice dice) {
        List<String> element = row(dice, "element");
        return dice.between(0, 1) == 0
                ? new Draft(
                        "Which chemical element has the symbol " + element.get(1) + "?" + BRIEFLY,
                        SHORT,
                        any(element.get(0)))
                : new Draft(
                        "What is the chemical symbol of " + element.get(0) + "? Answer with the symbol only.",
                        SHORT,
                        ExactCheck.cased(element.get(1)));
    }

    private static Draft elementOfNumber(Dice dice) {
        List<String> element = row(dice, "element");
        return dice.between(0, 1) == 0
                ? new Draft(
                        "What is the atomic number of " + element.get(0) + "? Answer with the number only.",
                        SHORT,
                        new NumberCheck(element.get(2)))
                : new Draft(
                        "Which chemical element has atomic number " + element.get(2) + "?" + BRIEFLY,
                        SHORT,
                        any(element.get(0)));
    }

    private static Draft author(Dice dice) {
        List<String> book = row(dice, "book");
        return new Draft(
                "Who wrote " + book.get(0) + "? Answer with the name of the author only.", SHORT, any(book.get(1)));
    }

    private static Draft fact(Dice dice) {
        List<String> fact = row(dice, "fact");
        return new Draft(fact.get(0) + BRIEFLY, SHORT, any(fact.get(1)));
    }

    private static Draft count(Dice dice) {
        List<String> count = row(dice, "count");
        return new Draft(count.get(0) + " Answer with the number only.", SHORT, new NumberCheck(count.get(1)));
    }

    private static Draft trueOrFalse(Dice dice) {
        List<List<String>> two = dice.some(2, FACTS.of("country"));
        boolean right = dice.between(0, 1) == 0;
        String capital = (right ? two.get(0) : two.get(1)).get(1);
        return new Draft(
                "True or false: " + capital + " is the capital of " + two.get(0).get(0) + ". Answer with one word.",
                SHORT,
                new LabelCheck(right ? "true" : "false", List.of("true", "false")));
    }

    private static Draft choice(Dice dice) {
        List<List<String>> three = new ArrayList<>(dice.some(3, FACTS.of("book")));
        String right = three.getFirst().get(0);
        String author = three.getFirst().get(1).split(Pattern.quote("|"), -1)[0];
        List<String> titles = dice.shuffled(three.stream().map(List::getFirst).toList());
        return new Draft(
                "Which of these was written by " + author + ": " + String.join("; ", titles)
                        + "? Answer with the title only.",
                SHORT,
                new LabelCheck(right, titles));
    }
}
