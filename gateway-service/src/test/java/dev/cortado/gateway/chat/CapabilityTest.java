package dev.cortado.gateway.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cortado.contracts.unit.TokenCount;
import dev.cortado.gateway.fake.ChatRequests;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CapabilityTest {

    private static final ToolDefinition TOOL = new ToolDefinition("f", "", "{}", false);

    private static Set<String> words(Output output, Sampling sampling, Tools tools, ChatMessage... messages) {
        return Capability.neededBy(new ChatRequest(
                        "auto", List.of(messages), tools, sampling, output, Wishes.NONE, Delivery.WHOLE, Map.of()))
                .stream()
                .map(Capability::word)
                .collect(Collectors.toSet());
    }

    private static Output output(int choices, ResponseFormat format, @Nullable Integer topLogprobs) {
        return new Output(new CompletionLimit(TokenCount.of(1), false), choices, format, topLogprobs);
    }

    @Test
    void plainText_needsNothing() {
        assertEquals(Set.of(), words(output(1, new ResponseFormat.Text(), null), ChatRequests.NO_SAMPLING, Tools.NONE));
    }

    @Test
    void eachPartOfARequest_needsItsWord() {
        Sampling biased = new Sampling(null, null, null, null, null, List.of(), Map.of(7, -100.0));
        assertEquals(
                Set.of("n", "logprobs", "logit_bias", "json_schema", "tools"),
                words(
                        output(2, new ResponseFormat.JsonSchema("s", "{}"), 0),
                        biased,
                        new Tools(List.of(TOOL), new ToolChoice.Auto(), null)));
        assertEquals(
                Set.of("json_object"),
                words(output(1, new ResponseFormat.JsonObject(), null), ChatRequests.NO_SAMPLING, Tools.NONE));
    }

    @Test
    void conversationWithEarlierCalls_needsToolsToo() {
        ChatMessage call = new ChatMessage(Role.ASSISTANT, List.of(), List.of(new ToolCall("c", "f", "{}")), "");
        assertEquals(
                Set.of("tools"),
                words(output(1, new ResponseFormat.Text(), null), ChatRequests.NO_SAMPLING, Tools.NONE, call));
    }
}
