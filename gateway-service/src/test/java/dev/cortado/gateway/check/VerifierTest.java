package dev.cortado.gateway.check;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cortado.gateway.chat.ChatMessage;
import dev.cortado.gateway.chat.Role;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VerifierTest {

    private final Verifier verifier = new Verifier("large", Duration.ofSeconds(10));

    @ParameterizedTest
    @CsvSource({
        "yes, kept",
        "' **Yes**', kept",
        "'YES, it is', kept",
        "no, broken",
        "'No: yes would be wrong', broken",
        "yesterday, undecided",
        "not sure, undecided",
        "'', undecided"
    })
    void verdict_isTheFirstOfTheTwoWords(String said, String outcome) {
        Judgement judgement = verifier.read(said);
        assertEquals(
                outcome,
                switch (judgement) {
                    case Judgement.Kept _ -> "kept";
                    case Judgement.Broken _ -> "broken";
                    case Judgement.Undecided _ -> "undecided";
                });
    }

    @Test
    void question_hasTheWholeConversation() {
        List<ChatMessage> question = verifier.question(
                List.of(
                        ChatMessage.of(Role.SYSTEM, "Answer in French."),
                        ChatMessage.of(Role.USER, "Capital", "of France?")),
                "",
                "Paris");

        assertEquals(Role.SYSTEM, question.getFirst().role());
        assertEquals(
                "<asked>\nsystem: Answer in French.\nuser: Capital\nof France?\n</asked>\n<answer>\nParis\n</answer>\n"
                        + "Is the answer right, yes or no?",
                question.getLast().texts().getFirst());
    }
}
