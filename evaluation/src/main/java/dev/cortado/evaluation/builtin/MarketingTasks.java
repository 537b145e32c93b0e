package dev.cortado.evaluation.builtin;

import dev.cortado.evaluation.check.Rule;
import dev.cortado.evaluation.check.RulesCheck;
import java.util.List;

/// Marketing copy for invented products, scored by the share of rules that it keeps.
final class MarketingTasks {

    private static final int COPY = 48;
    private static final Table TABLE = Table.read("products");
    private static final List<String> BOASTS =
            List.of("best", "amazing", "incredible", "revolutionary", "unbeatable", "ultimate");
    private static final List<String> ACTIONS =
            List.of("try", "get", "order", "shop", "discover", "grab", "buy", "start", "join", "visit", "enjoy");

    private MarketingTasks() {}

    static List<Template> templates() {
        return List.of(
                MarketingTasks::slogan,
                MarketingTasks::subject,
                MarketingTasks::text,
                MarketingTasks::greeting,
                MarketingTasks::noBoast,
                MarketingTasks::question,
                MarketingTasks::push,
                MarketingTasks::twoSentences);
    }

    private static List<String> product(Dice dice) {
        return dice.of(TABLE.of("product"));
    }

    private static String one(Dice dice, String kind) {
        return dice.of(TABLE.of(kind)).getFirst();
    }

    private static Rule mentions(String... wordings) {
        return new Rule.Mentions(List.of(wordings));
    }

    private static Rule without(String... wordings) {
        return new Rule.Avoids(List.of(wordings));
    }

    private static Draft slogan(Dice dice) {
        List<String> product = product(dice);
        int words = dice.between(5, 8);
        return new Draft(
                "Write a slogan of at most " + words + " words for " + product.get(0) + ", a " + product.get(1)
                        + ". Use the name and the word \"" + product.get(2) + "\". No exclamation mark.",
                COPY,
                RulesCheck.of(
                        mentions(product.get(0)),
                        mentions(product.get(2)),
                        new Rule.WordCount(2, words),
                        without("!")));
    }

    private static Draft subject(Dice dice) {
        List<String> product = product(dice);
        String offer = one(dice, "offer");
        return new Draft(
                "Write one e-mail subject line of at most 50 characters for " + product.get(0) + " (" + product.get(1)
                        + ") that names the offer \"" + offer + "\". No quotes, no exclamation mark.",
                COPY,
                RulesCheck.of(
                        mentions(product.get(0)),
                        mentions(offer),
                        new Rule.CharacterCount(1, 50),
                        without("!"),
                        without("\"")));
    }

    private static Draft text(Dice dice) {
        List<String> product = product(dice);
        String offer = one(dice, "offer");
        String audience = one(dice, "audience");
        return new Draft(
                "Write one sentence of at most 20 words that offers " + audience + " " + offer + " on " + product.get(0)
                        + ", a " + product.get(1) + ". Do not use the word \"best\".",
                COPY,
                RulesCheck.of(
                        mentions(audience),
                        mentions(offer),
                        mentions(product.get(0)),
                        new Rule.WordCount(6, 20),
                        new Rule.SentenceCount(1, 1),
                        without("best")));
    }

    private static Draft greeting(Dice dice) {
        List<String> product = product(dice);
        String name = dice.of(People.FIRST);
        String offer = one(dice, "offer");
        return new Draft(
                "Write a message of at most 25 words to " + name + ". Begin with \"Hi " + name + ",\", mention "
                        + product.get(0) + " and " + offer + ", and end with a question.",
                COPY,
                RulesCheck.of(
                        new Rule.BeginsWith(List.of("Hi " + name + ",")),
                        mentions(product.get(0)),
                        mentions(offer),
                        new Rule.EndsWith(List.of("?")),
                        new Rule.WordCount(6, 25)));
    }

    private static Draft noBoast(Dice dice) {
        List<String> product = product(dice);
        return new Draft(
                "Describe " + product.get(0) + ", a " + product.get(1)
                        + ", in one sentence of 8 to 18 words. Use the word \"" + product.get(2) + "\". Avoid: "
                        + String.join(", ", BOASTS) + ".",
                COPY,
                RulesCheck.of(
                        mentions(product.get(0)),
                        mentions(product.get(2)),
                        new Rule.WordCount(8, 18),
                        new Rule.SentenceCount(1, 1),
                        new Rule.Avoids(BOASTS)));
    }

    private static Draft question(Dice dice) {
        List<String> product = product(dice);
        String audience = one(dice, "audience");
        return new Draft(
                "Write one question of at most 15 words that makes " + audience + " curious about the " + product.get(1)
                        + " " + product.get(0) + ". Only the question.",
                COPY,
                RulesCheck.of(
                        mentions(product.get(0)),
                        new Rule.EndsWith(List.of("?")),
                        new Rule.SentenceCount(1, 1),
                        new Rule.WordCount(4, 15)));
    }

    private static Draft push(Dice dice) {
        List<String> product = product(dice);
        String offer = one(dice, "offer");
        return new Draft(
                "Write a push notification in lower case only, at most 12 words, about " + offer + " on "
                        + product.get(0).toLowerCase(java.util.Locale.ROOT)
                        + ". Begin with a verb such as try, get or shop.",
                COPY,
                RulesCheck.of(
                        new Rule.OneCase(false),
                        mentions(product.get(0)),
                        mentions(offer),
                        new Rule.WordCount(3, 12),
                        new Rule.BeginsWith(ACTIONS)));
    }

    private static Draft twoSentences(Dice dice) {
        List<String> product = product(dice);
        int price = dice.between(9, 79);
        return new Draft(
                "Advertise " + product.get(0) + ", a " + product.get(1) + " for $" + price
                        + ", in exactly two short sentences, together at most 20 words. Name the price. No exclamation marks.",
                COPY,
                RulesCheck.of(
                        mentions(product.get(0)),
                        mentions("$" + price, price + " dollars"),
                        new Rule.SentenceCount(2, 2),
                        new Rule.WordCount(6, 20),
                        without("!")));
    }
}
