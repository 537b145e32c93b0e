package dev.cortado.evaluation.builtin;

import dev.cortado.evaluation.check.ExactCheck;
import dev.cortado.evaluation.check.JsonCheck;
import dev.cortado.evaluation.check.PatternCheck;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// Answers that must have an exact form.
final class FormatTasks {

    private static final int SHORT = 24;
    private static final int LONGER = 40;
    private static final List<String> COLOURS =
            List.of("red", "green", "blue", "amber", "violet", "brown", "white", "pink");
    private static final List<String> TOPICS = List.of(
            "fruits",
            "European cities",
            "sports",
            "colours",
            "animals",
            "kitchen tools",
            "trees",
            "rivers",
            "musical instruments",
            "vegetables",
            "planets",
            "jobs");

    private FormatTasks() {}

    static List<Template> templates() {
        return List.of(
                FormatTasks::isoDate,
                FormatTasks::sortedWords,
                FormatTasks::object,
                FormatTasks::csv,
                FormatTasks::sortedNumbers,
                FormatTasks::bullets,
                FormatTasks::numbered,
                FormatTasks::tag,
                FormatTasks::array,
                FormatTasks::surnameFirst,
                FormatTasks::yesOrNo,
                FormatTasks::padded,
                FormatTasks::joined);
    }

    private static Draft isoDate(Dice dice) {
        int day = dice.between(1, 28);
        int month = dice.between(1, 12);
        int year = dice.between(1951, 2034);
        return new Draft(
                "Write this date as YYYY-MM-DD and nothing else: " + day + " " + People.MONTHS.get(month - 1) + " "
                        + year,
                SHORT,
                ExactCheck.loose(String.format(Locale.ROOT, "%04d-%02d-%02d", year, month, day)));
    }

    private static Draft sortedWords(Dice dice) {
        List<String> words = dice.some(4, COLOURS);
        String expected = words.stream().sorted().collect(Collectors.joining(", "));
        return new Draft(
                "Sort these words alphabetically, separated by commas: " + String.join(", ", words),
                SHORT,
                ExactCheck.loose(expected, expected.replace(" ", "")));
    }

    private static Draft sortedNumbers(Dice dice) {
        List<Integer> numbers = dice.some(5, List.of(3, 8, 12, 17, 21, 29, 34, 46, 55, 61, 70, 83, 98));
        boolean rising = dice.between(0, 1) == 0;
        String expected = numbers.stream()
                .sorted((a, b) -> rising ? Integer.compare(a, b) : Integer.compare(b, a))
                .map(String::valueOf)
                .collect(Collectors.joining(", "));
        return new Draft(
                "Sort from " + (rising ? "smallest to largest" : "largest to smallest") + ", separated by commas: "
                        + numbers.stream().map(String::valueOf).collect(Collectors.joining(", ")),
                SHORT,
                ExactCheck.loose(expected, expected.replace(" ", "")));
    }

    private static Draft object(Dice dice) {
        String name = dice.of(People.FIRST);
        int number = dice.between(2, 90);
        String colour = dice.of(COLOURS);
        return new Draft(
                "Reply with one JSON object only: key \"name\" is \"" + name + "\", key \"size\" is the number "
                        + number + ", key \"colour\" is \"" + colour + "\".",
                LONGER,
                JsonCheck.of("name", name, "size", "" + number, "colour", colour));
    }

    private static Draft csv(Dice dice) {
        String name = dice.of(People.FIRST);
        String city = dice.of(People.CITIES);
        int age = dice.between(18, 80);
        return new Draft(
                "Write one CSV line with the fields name, age, city, separated by semicolons without spaces. " + name
                        + " lives in " + city + " and is " + age + ".",
                SHORT,
                ExactCheck.loose(name + ";" + age + ";" + city));
    }

    private static Draft bullets(Dice dice) {
        int count = dice.between(2, 4);
        return new Draft(
                "Name " + count + " " + dice.of(TOPICS) + " as a list, each line beginning with \"- \". Nothing else.",
                LONGER,
                new PatternCheck("(?:- [^\\n-][^\\n]{0,40}\\n){" + (count - 1) + "}- [^\\n-][^\\n]{0,40}"));
    }

    private static Draft numbered(Dice dice) {
        return new Draft(
                "List three " + dice.of(TOPICS) + ", one a line, numbered like 1) 2) 3). Nothing else.",
                LONGER,
                new PatternCheck("1\\) [^\\n]{1,40}\\n2\\) [^\\n]{1,40}\\n3\\) [^\\n]{1,40}"));
    }

    private static Draft tag(Dice dice) {
        String tag = dice.of("city", "name", "title", "note");
        String word = dice.of(People.CITIES);
        return new Draft(
                "Put the word " + word + " into the XML element " + tag + ". Reply with the XML only.",
                SHORT,
                ExactCheck.cased("<" + tag + ">" + word + "</" + tag + ">"));
    }

    private static Draft array(Dice dice) {
        List<String> words = dice.some(3, COLOURS);
        return new Draft(
                "Reply with a JSON array of these three words and nothing else: " + String.join(" ", words),
                SHORT,
                new PatternCheck("\\[\\s*\"" + String.join("\"\\s*,\\s*\"", words) + "\"\\s*\\]"));
    }

    private static Draft surnameFirst(Dice dice) {
        String first = dice.of(People.FIRST);
        String last = dice.of(People.LAST);
        return new Draft(
                "Write this name as SURNAME, First name (surname in capitals), nothing else: " + first + " " + last,
                SHORT,
                ExactCheck.cased(last.toUpperCase(Locale.ROOT) + ", " + first));
    }

    private static Draft yesOrNo(Dice dice) {
        int a = dice.between(10, 99);
        int b = dice.between(10, 99);
        return new Draft(
                "Is " + a + " greater than " + b + "? Reply with exactly YES or NO in capitals.",
                SHORT,
                ExactCheck.cased(a > b ? "YES" : "NO"));
    }

    private static Draft padded(Dice dice) {
        int number = dice.between(3, 980);
        return new Draft(
                "Write the number " + number + " with leading zeros so that it has five digits. Digits only.",
                SHORT,
                ExactCheck.loose(String.format(Locale.ROOT, "%05d", number)));
    }

    private static Draft joined(Dice dice) {
        List<String> words = dice.some(3, COLOURS);
        boolean snake = dice.between(0, 1) == 0;
        String expected = snake
                ? String.join("_", words)
                : words.get(0)
                        + words.stream()
                                .skip(1)
                                .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
                                .collect(Collectors.joining());
        return new Draft(
                "Write \"" + String.join(" ", words) + "\" in " + (snake ? "snake_case" : "camelCase")
                        + ". Reply with the result only.",
                SHORT,
                ExactCheck.cased(expected));
    }
}
