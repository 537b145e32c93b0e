package dev.cortado.gateway.http;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cortado.contracts.unit.TokenCount;
import dev.cortado.gateway.chat.CompletionLimit;
import dev.cortado.gateway.chat.Output;
import dev.cortado.gateway.chat.ResponseFormat;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class GatheringLimitTest {

    private final GatheringLimit limit = new GatheringLimit(1000);

    private static Output output(int tokens, int choices, @Nullable Integer topLogprobs) {
        return new Output(
                new CompletionLimit(TokenCount.of(tokens), true), choices, new ResponseFormat.Text(), topLogprobs);
    }

    @Test
    void answerThatMightPassIt_isRefused_withTheMostThatIsAllowed() {
        assertDoesNotThrow(() -> limit.check(output(100, 2, 4)));
        InvalidRequest refused = assertThrows(InvalidRequest.class, () -> limit.check(output(101, 2, 4)));
        assertEquals("logprobs", refused.error().param());
        assertTrue(
                refused.error().message().contains("at most 100"),
                refused.error().message());
    }

    @Test
    void textAlone_isNotBounded() {
        assertDoesNotThrow(() -> limit.check(output(131_072, 8, null)));
    }
}
