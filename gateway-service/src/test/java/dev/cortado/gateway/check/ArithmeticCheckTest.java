package dev.cortado.gateway.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArithmeticCheckTest {

    private final ArithmeticCheck check = new ArithmeticCheck();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "17 + 25 = 42",
                "So 3 × $4.50 = $13.50.",
                "**12 * 4 = 48**. Then 48 - 5 = 43 are left.",
                "20% of 80 = 16",
                "10 / 3 = 3.33",
                "10/3 ≈ 3",
                "17 / 5 = 3 remainder 2",
                "17/5 = 3 R 2",
                "- 5 + 3 = 8",
                "1. 5 + 3 = 8\n2. 8 * 2 = 16",
                "5/20*100 = 25%",
                "2 + 3 = 5, 5 * 4 = 20",
                "In 2023 there were 5 + 3 = 8",
                "total = 5 + 3 = 8",
                "5 apples + 3 pears = 8 fruits",
                "2^3 = 8",
                "1,200 + 300 = 1,500",
                "\\(3 \\times 4 = 12\\)",
                "1/2 + 1/4 = 3/4",
                "0.1 + 0.2 = 0.3",
                "-3 + 5 = 2",
                "7 times 8 is 56",
                "(2 + 3) * 4 = 20"
            })
    void rightStatements_areKept(String answer) {
        assertInstanceOf(Judgement.Kept.class, check.judge(answer, ""));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "17 + 25 = 43|reckons 43 where it is 42",
                "15% of 240 is 35|reckons 35 where it is 36",
                "10/4 = 2|reckons 2 where it is 5/2",
                "5 + 3 = 8 and 8 * 2 = 17|reckons 17 where it is 16",
                "total = 5 + 3 = 9|reckons 9 where it is 8",
                "2 + 3 * 4 = 20|reckons 20 where it is 14"
            })
    void wrongStatement_isBroken(String answer, String why) {
        assertEquals(new Judgement.Broken(why), check.judge(answer, ""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a cat",
                "2x + 3 = 7",
                "x - 5 + 3 = 10",
                "x * 5 + 3 = 10",
                "7 + 8 = 3x",
                "sqrt(9 + 16) = 5",
                "f(2) = 4",
                "At 10:30 + 45 minutes = 11:15",
                "if x % 2 == 0: y = 3 + 4",
                "5 = 5",
                "1 / 0 = 7"
            })
    void whatIsNoStatement_isNotJudged(String answer) {
        assertInstanceOf(Judgement.Undecided.class, check.judge(answer, ""));
    }

    @Test
    void loneNumber_isHeldAgainstTheSumOfTheQuestion() {
        String question = "What is 17 + 25? Answer with the number only.";

        assertInstanceOf(Judgement.Kept.class, check.judge("42", question));
        assertInstanceOf(Judgement.Kept.class, check.judge("The answer is **42**.", question));
        assertInstanceOf(Judgement.Broken.class, check.judge("41", question));
        assertInstanceOf(Judgement.Undecided.class, check.judge("41 or 42", question));
        assertInstanceOf(Judgement.Undecided.class, check.judge("42", "What are 17 + 25 and 1 + 1?"));
        assertInstanceOf(Judgement.Undecided.class, check.judge("1", "Call 555-1234 on 12/05/2026"));
    }

    @Test
    void messageWithExactlyOneSum_isDecided() {
        assertTrue(check.decides("What is 17 + 25? Answer with the number only."));
        assertFalse(check.decides("What are 17 + 25 and 1 + 1?"));
        assertFalse(check.decides("Ann has 17 apples and buys 25 more. How many has she?"));
        assertFalse(check.decides("Solve 2x + 3 = 7"));
    }

    @Test
    void rightStatementsOfSomethingElse_doNotAnswerTheSumThatWasAsked() {
        String question = "Compute (4 + 5) * 9. Write the calculation, then the result.";

        assertInstanceOf(Judgement.Kept.class, check.judge("4 + 5 = 9 and 9 * 9 = 81", question));
        assertInstanceOf(
                Judgement.Broken.class, check.judge("To compute (4 + 5) * 9, we take 4 + 5 = 9, so we", question));
    }

    // Against exact reckoning, whatever stands around the statement.
    @Test
    void anyStatement_isJudgedAsItIs() {
        Random random = new Random(5);
        for (int run = 0; run < 2_000; run++) {
            int a = random.nextInt(1_000);
            int b = 1 + random.nextInt(999);
            int kind = random.nextInt(3);
            long right = kind == 0 ? a + b : kind == 1 ? a - b : (long) a * b;
            long said = random.nextBoolean() ? right : right + 1 + random.nextInt(9);
            String answer = "First, " + a + " " + "+-*".charAt(kind) + " " + b + " = " + said + ". Done, 7 of 9.";

            assertEquals(said != right, check.judge(answer, "").isBroken(), answer);
        }
    }

    // Answers come from models: nothing in them may throw or take long.
    @Test
    void anyText_isJudgedWithoutFailing() {
        Random random = new Random(6);
        String alphabet = "0123456789+-*/=()%^.,:x r$\n≈of is";
        for (int run = 0; run < 20_000; run++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(60); i > 0; i--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            var _ = check.judge(text.toString(), text.toString());
        }
        var _ = check.judge("(".repeat(50_000) + "=1", "");
        var _ = check.judge("9^64^64^64 = 1", "");
        var _ = check.judge("1 + ".repeat(20_000) + "1 = 2", "");
    }
}
