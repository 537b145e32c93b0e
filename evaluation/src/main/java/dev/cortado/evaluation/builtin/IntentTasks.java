package dev.cortado.evaluation.builtin;

import dev.cortado.evaluation.check.JsonCheck;
import dev.cortado.evaluation.check.LabelCheck;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// What somebody wants, as one of a few intents.
final class IntentTasks {

    private static final int SHORT = 14;
    private static final int OBJECT = 28;
    private static final Table INTENTS = Table.read("intents");

    private IntentTasks() {}

    static List<Template> templates() {
        List<Template> all = new ArrayList<>();
        for (String domain : List.of("shop", "bank", "travel", "home", "phone", "office")) {
            all.add(dice -> label(dice, domain));
            all.add(dice ->
                    domain.equals("home") || domain.equals("bank") ? json(dice, domain) : described(dice, domain));
        }
        all.add(dice -> anyDomain(dice));
        return all;
    }

    private static List<String> intents(String domain) {
        return INTENTS.of(domain).stream().map(List::getFirst).distinct().toList();
    }

    private static String said(Dice dice, List<String> row) {
        return row.get(1)
                .replace("{thing}", dice.of(People.THINGS))
                .replace("{name}", dice.of(People.FIRST))
                .replace("{city}", dice.of(People.CITIES));
    }

    private static Draft label(Dice dice, String domain) {
        List<String> row = dice.of(INTENTS.of(domain));
        List<String> intents = dice.shuffled(intents(domain));
        return new Draft(
                "Intents: " + String.join(", ", intents)
                        + "\nWhich intent has this message? Reply with the intent only.\n" + said(dice, row),
                SHORT,
                new LabelCheck(row.get(0), intents));
    }

    private static Draft described(Dice dice, String domain) {
        List<String> row = dice.of(INTENTS.of(domain));
        List<String> intents = dice.shuffled(intents(domain));
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < intents.size(); i++) {
            lines.add((char) ('A' + i) + ": " + intents.get(i).replace('_', ' '));
        }
        List<String> letters =
                Stream.of("A", "B", "C", "D", "E").limit(intents.size()).toList();
        return new Draft(
                "A customer says: \"" + said(dice, row) + "\" What does the customer want?\n" + String.join("\n", lines)
                        + "\nAnswer with the letter only.",
                SHORT,
                new LabelCheck(letters.get(intents.indexOf(row.get(0))), letters));
    }

    private static Draft json(Dice dice, String domain) {
        List<String> row = dice.of(INTENTS.of(domain));
        return new Draft(
                "Classify the message as one of " + String.join(", ", dice.shuffled(intents(domain)))
                        + ". Reply as JSON like {\"intent\": \"...\"} and nothing else.\nMessage: " + said(dice, row),
                OBJECT,
                JsonCheck.of("intent", row.get(0)));
    }

    /// Which part of a company a message is for.
    private static Draft anyDomain(Dice dice) {
        List<String> domains = List.of("shop", "bank", "travel", "phone");
        String domain = dice.of(domains);
        String text = said(dice, dice.of(INTENTS.of(domain)));
        return new Draft(
                "Which service is this message for: shop, bank, travel or phone? One word only.\n" + text,
                SHORT,
                new LabelCheck(domain, domains));
    }
}
