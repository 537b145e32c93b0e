package dev.cortado.evaluation.file;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cortado.evaluation.check.Checker;
import dev.cortado.evaluation.check.CodeCheck;
import dev.cortado.evaluation.check.ExactCheck;
import dev.cortado.evaluation.check.JsonCheck;
import dev.cortado.evaluation.check.LabelCheck;
import dev.cortado.evaluation.check.MentionsCheck;
import dev.cortado.evaluation.check.NumberCheck;
import dev.cortado.evaluation.check.PatternCheck;
import dev.cortado.evaluation.check.Rule;
import dev.cortado.evaluation.check.RulesCheck;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.PatternSyntaxException;

/// Reads `check` of a user's task.
final class CheckerReader {

    private CheckerReader() {}

    /// @throws IllegalArgumentException saying what is wrong
    static Checker read(Fields check) {
        try {
            return checker(check);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    "no regular expression: " + e.getDescription() + " in " + e.getPattern(), e);
        }
    }

    private static Checker checker(Fields check) {
        String kind = check.text("kind");
        return switch (kind) {
            case "number" -> {
                check.onlyHas(List.of("kind", "expected"));
                yield new NumberCheck(decimal(check.node("expected")));
            }
            case "mentions" -> {
                check.onlyHas(List.of("kind", "each", "never"));
                yield new MentionsCheck(groups(check), check.textsOrNone("never"));
            }
            case "label" -> {
                check.onlyHas(List.of("kind", "expected", "labels"));
                yield new LabelCheck(check.text("expected"), check.texts("labels"));
            }
            case "exact" -> {
                check.onlyHas(List.of("kind", "accepted", "case_matters", "stop_matters"));
                yield new ExactCheck(check.texts("accepted"), check.flag("case_matters"), check.flag("stop_matters"));
            }
            case "pattern" -> {
                check.onlyHas(List.of("kind", "pattern"));
                yield new PatternCheck(check.text("pattern"));
            }
            case "json" -> {
                check.onlyHas(List.of("kind", "fields"));
                yield new JsonCheck(fields(new Fields(check.node("fields"), "fields")));
            }
            case "code" -> {
                check.onlyHas(List.of("kind", "forms", "never"));
                yield new CodeCheck(check.texts("forms"), check.textsOrNone("never"));
            }
            case "rules" -> {
                check.onlyHas(List.of("kind", "rules"));
                yield new RulesCheck(rules(check));
            }
            default ->
                throw new IllegalArgumentException("there is no kind of check '" + kind
                        + "'; there are number, mentions, label, exact, pattern, json, code, rules");
        };
    }

    private static BigDecimal decimal(JsonNode value) {
        try {
            return new BigDecimal(value.asText());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'expected' must be a number", e);
        }
    }

    /// Each entry is a text, or a list of wordings.
    private static List<List<String>> groups(Fields check) {
        List<List<String>> groups = new ArrayList<>();
        for (JsonNode entry : check.array("each")) {
            groups.add(entry.isArray() ? Fields.texts(entry, "each") : List.of(entry.asText()));
        }
        return groups;
    }

    private static List<JsonCheck.Field> fields(Fields object) {
        List<JsonCheck.Field> fields = new ArrayList<>();
        for (var entry : object.node().properties()) {
            if (!entry.getValue().isValueNode()) {
                throw new IllegalArgumentException("the field '" + entry.getKey()
                        + "' must be a text, a number, true, false or null: lists and objects are not compared");
            }
            fields.add(new JsonCheck.Field(entry.getKey(), entry.getValue().asText()));
        }
        return fields;
    }

    private static List<Rule> rules(Fields check) {
        List<Rule> rules = new ArrayList<>();
        for (JsonNode entry : check.array("rules")) {
            rules.add(rule(new Fields(entry, "rule")));
        }
        return rules;
    }

    private static Rule rule(Fields rule) {
        String kind = rule.text("rule");
        return switch (kind) {
            case "mentions" -> new Rule.Mentions(rule.texts("wordings"));
            case "avoids" -> new Rule.Avoids(rule.texts("wordings"));
            case "words" -> new Rule.WordCount(rule.number("min"), rule.number("max"));
            case "sentences" -> new Rule.SentenceCount(rule.number("min"), rule.number("max"));
            case "begins_with" -> new Rule.BeginsWith(rule.texts("wordings"));
            case "ends_with" -> new Rule.EndsWith(rule.texts("wordings"));
            case "characters" -> new Rule.CharacterCount(rule.number("min"), rule.number("max"));
            case "no_pictures" -> new Rule.NoPictures();
            case "all" -> new Rule.All(rules(rule));
            case "upper_case" -> new Rule.OneCase(true);
            case "lower_case" -> new Rule.OneCase(false);
            default ->
                throw new IllegalArgumentException("there is no rule '" + kind + "'; there are mentions, avoids, words,"
                        + " sentences, characters, begins_with, ends_with, upper_case, lower_case, no_pictures, all");
        };
    }
}
