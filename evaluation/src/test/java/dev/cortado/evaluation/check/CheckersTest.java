package dev.cortado.evaluation.check;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class CheckersTest {

    private static void right(Checker checker, String... answers) {
        for (String answer : answers) {
            assertEquals(1, checker.score(answer), answer);
        }
    }

    private static void wrong(Checker checker, String... answers) {
        for (String answer : answers) {
            assertEquals(0, checker.score(answer), answer);
        }
    }

    @Test
    void number_isReadHoweverItIsWritten() {
        right(
                new NumberCheck(1250),
                "1250",
                "$1,250.00",
                "The answer is 1,250.",
                "**1250**",
                "625 + 625 = 1250",
                "1250 pens");
        wrong(new NumberCheck(1250), "", "none", "125", "12500", "1250 = 1251", "It is 1250 or 1300", "-1250");
        right(new NumberCheck("0.75"), "0.75", ".75 is 0.75", "0.750");
        right(new NumberCheck(42), "42 since 17 + 25 are that");
        wrong(new NumberCheck(17), "The sum of 17 and 25 is 42");
    }

    @Test
    void mentions_takesWholeWordsWhateverCaseAndAccents() {
        right(MentionsCheck.any("Brasilia"), "It is Brasília.", "BRASILIA");
        wrong(MentionsCheck.any("iron"), "environment", "irony");
        right(MentionsCheck.any("da Vinci"), "Leonardo da  Vinci");
        assertEquals(.5, MentionsCheck.each(List.of("Berlin", "Oslo")).score("Berlin, Rome"));
        wrong(new MentionsCheck(List.of(List.of("Ben")), List.of("Anna")), "Ben and Anna");
        right(MentionsCheck.any("$20", "20 dollars"), "only $20 today");
    }

    @Test
    void label_mustBeTheOnlyOneOfTheFirstLine() {
        LabelCheck check = new LabelCheck("positive", List.of("positive", "negative", "neutral"));
        right(check, "Positive", "positive.\nIt is not negative.", "The review is **positive**.");
        wrong(check, "positive or negative", "neutral", "", "unpositive");
    }

    @Test
    void label_thatIsAPartOfAnother_isNotNamedByThat() {
        LabelCheck not = new LabelCheck("not spam", List.of("spam", "not spam", "|"));
        right(not, "not spam", "Not spam.");
        wrong(not, "spam", "spam or not spam", "not | spam");
        LabelCheck spam = new LabelCheck("spam", List.of("spam", "not spam"));
        right(spam, "It is spam, spam.");
        wrong(spam, "not spam");
    }

    @Test
    void exact_ignoresWhatStandsAround() {
        right(
                ExactCheck.loose("She opened the window."),
                "\"She opened the window.\"",
                "she opened the window",
                " She  opened the window. ");
        wrong(
                ExactCheck.loose("She opened the window."),
                "She opened a window.",
                "She opened the window. Then she left.");
        right(ExactCheck.cased("YES"), "YES", "YES.", "`YES`");
        wrong(ExactCheck.cased("YES"), "Yes");
    }

    @Test
    void json_mustBeValidAndIsScoredByField() {
        JsonCheck check = JsonCheck.of("name", "Anna Kim", "age", "31");
        right(check, "{\"name\": \"Anna Kim\", \"age\": 31}", "```json\n{\"name\":\"anna kim\",\"age\":\"31\"}\n```");
        assertEquals(.5, check.score("{\"name\": \"Anna Kim\", \"age\": 32}"));
        wrong(
                check,
                "name: Anna Kim",
                "{\"name\": \"Anna Kim\", \"age\": 31",
                "[1]",
                "",
                "{\"name\": \"Anna Kim\", \"age\": 31} done");
    }

    @Test
    void code_isComparedWithFormsAndNeverRun() {
        CodeCheck check = new CodeCheck(List.of("sum\\(rows\\)"), List.of("import"));
        right(check, "sum(rows)", "```python\nprint( sum( rows ) )\n```", "`sum(rows)`");
        wrong(check, "sum(rows", "len(rows)", "import os; sum(rows)", "sum(rows))");
        CodeCheck joined = CodeCheck.of("^\"a\"\\+\"b\"$");
        right(joined, "\"a\" + \"b\"", "`\"a\" + \"b\"`");
        wrong(joined, "a\" + \"b", "\"a\" + \"c\"");
    }

    @Test
    void pattern_mustFitTheWholeAnswer() {
        PatternCheck check = new PatternCheck("(?:- [^\\n]+\\n){1}- [^\\n]+");
        right(check, "- oak\n- elm", "\n- oak\n- elm\n");
        wrong(check, "Here:\n- oak\n- elm", "- oak");
    }

    @Test
    void rules_areScoredByTheShareKept() {
        RulesCheck check = RulesCheck.of(
                new Rule.Mentions(List.of("Loomly")),
                new Rule.WordCount(3, 6),
                new Rule.SentenceCount(1, 1),
                new Rule.Avoids(List.of("best", "!")));
        assertEquals(1, check.score("Stay warm with Loomly."));
        assertEquals(.75, check.score("Stay warm with Loomly!"));
        assertEquals(.25, check.score("Loomly is the best. Buy the Loomly blanket now today."));
        assertEquals(1, RulesCheck.of(new Rule.EndsWith(List.of("?"))).score("\"Could you send it, please?\""));
        assertEquals(
                0,
                RulesCheck.of(new Rule.CharacterCount(1, 50), new Rule.Avoids(List.of("best")))
                        .score(" "));
        assertEquals(1, RulesCheck.of(new Rule.OneCase(false)).score("get 20% off"));
        Rule plain = new Rule.All(List.of(new Rule.NoPictures(), new Rule.Avoids(List.of("best", "["))));
        assertEquals(1, RulesCheck.of(plain).score("Fern & Field – plain"));
        assertEquals(0, RulesCheck.of(plain).score("Fern & Field \uD83C\uDF3F"));
        assertEquals(0, RulesCheck.of(plain).score("Hi [name]"));
    }
}
