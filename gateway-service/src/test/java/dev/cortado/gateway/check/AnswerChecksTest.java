package dev.cortado.gateway.check;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerChecksTest {

    private static final String RECORD = "name: Saoirse\nproduct: Isla blocking mat\noffer: 18% off\nchannel: push";
    private static final AnswerChecks MARKETING = new AnswerChecks(
            10, 60, List.of("fern & field"), List.of("!", "amazing"), List.of("name", "product", "interest"), false);

    @Test
    void broken_anAnswerThatKeepsAll_isEmpty() {
        assertEquals(Optional.empty(), broken("Hi Saoirse, the isla blocking mat. Fern & Field"));
    }

    @Test
    void broken_names_theFirstRuleThatIs() {
        assertEquals(Optional.of("has 2 characters, fewer than 10"), broken("Hi"));
        assertEquals(Optional.of("has 70 characters, more than 60"), broken("x".repeat(70)));
        assertEquals(Optional.of("does not contain 'fern & field'"), broken("Hi Saoirse, the Isla blocking mat."));
        assertEquals(Optional.of("contains 'amazing'"), broken("Saoirse, the Amazing Isla blocking mat. Fern & Field"));
        assertEquals(
                Optional.of("does not contain the product of the record"), broken("Hi Saoirse, a mat. Fern & Field"));
    }

    @Test
    void broken_countsCodePoints() {
        AnswerChecks three = new AnswerChecks(3, 3, List.of(), List.of(), List.of(), false);

        assertEquals(Optional.empty(), three.broken("\ud83d\ude00\ud83d\ude00\ud83d\ude00", ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", " [1, -2.5e3, \"a\\u00e9\\n\", true, null, {\"b\": []}] ", "\"x\"", "0"})
    void json_isTaken(String text) {
        assertEquals(Optional.empty(), json(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "{}x",
                "{a:1}",
                "{\"a\":1,}",
                "[1 2]",
                "01",
                "1.",
                "\"\\x\"",
                "\"open",
                "nul",
                "Here: {}"
            })
    void otherText_isNot(String text) {
        assertEquals(Optional.of("is not JSON"), json(text));
    }

    @Test
    void json_nestedWithoutEnd_isRefusedRatherThanFollowed() {
        assertEquals(Optional.of("is not JSON"), json("[".repeat(100_000)));
    }

    private static Optional<String> broken(String answer) {
        return MARKETING.broken(answer, RECORD);
    }

    private static Optional<String> json(String answer) {
        return new AnswerChecks(0, 0, List.of(), List.of(), List.of(), true).broken(answer, "");
    }
}
