package dev.cortado.local.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.openai.client.OpenAIClient;
import com.openai.core.JsonValue;
import com.openai.core.http.StreamResponse;
import com.openai.errors.BadRequestException;
import com.openai.helpers.ChatCompletionAccumulator;
import com.openai.models.FunctionDefinition;
import com.openai.models.FunctionParameters;
import com.openai.models.ResponseFormatJsonObject;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletion.Choice;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionCreateParams.LogitBias;
import com.openai.models.chat.completions.ChatCompletionMessageFunctionToolCall;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.chat.completions.ChatCompletionTokenLogprob;
import com.openai.models.chat.completions.ChatCompletionToolChoiceOption;
import com.openai.models.chat.completions.ChatCompletionToolMessageParam;
import dev.cortado.contracts.unit.NanoUsd;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// What can be asked of an answer's form, through OpenAI's own client: choices, log probabilities, biases, schemas and
/// tools, whole and streamed.
class OutputIT {

    private static StackUnderTest stack;
    private static OpenAIClient client;

    @BeforeAll
    static void startStack() throws IOException, InterruptedException {
        stack = StackUnderTest.shared();
        client = stack.openAi(stack.demoKey());
    }

    private static ChatCompletionCreateParams.Builder asking(String model, String question) {
        return ChatCompletionCreateParams.builder()
                .model(model)
                .addUserMessage(question)
                .maxCompletionTokens(64)
                .temperature(0);
    }

    private static ChatCompletion whole(ChatCompletionCreateParams.Builder request) {
        return client.chat().completions().create(request.build()).validate();
    }

    private static ChatCompletion streamed(ChatCompletionCreateParams.Builder request) {
        ChatCompletionAccumulator all = ChatCompletionAccumulator.create();
        ChatCompletionCreateParams params = request.streamOptions(
                        ChatCompletionStreamOptions.builder().includeUsage(true).build())
                .build();
        try (StreamResponse<ChatCompletionChunk> stream =
                client.chat().completions().createStreaming(params)) {
            stream.stream().map(ChatCompletionChunk::validate).forEach(all::accumulate);
        }
        return all.chatCompletion();
    }

    private static String text(Choice choice) {
        return choice.message().content().orElseThrow();
    }

    /// The seed is deprecated and served all the same.
    @SuppressWarnings("deprecation")
    private static ChatCompletionCreateParams.Builder twoStories() {
        return asking("small", "Tell me about a lighthouse.")
                .maxCompletionTokens(12)
                .n(2)
                .temperature(1)
                .seed(7);
    }

    /// One request, one charge, whatever the number of choices.
    @Test
    void twoChoices_areToldApart_andChargedOnce() {
        ChatCompletion answer = whole(twoStories());
        assertEquals(2, answer.choices().size());
        assertEquals(1, answer.choices().get(1).index());
        assertFalse(
                text(answer.choices().get(0)).equals(text(answer.choices().get(1))), "both drew the same: " + answer);
        assertEquals(24, answer.usage().orElseThrow().completionTokens(), answer::toString);
        JsonValue told = Objects.requireNonNull(answer._additionalProperties().get("cortado"));
        Map<?, ?> cortado = Objects.requireNonNull(told.convert(Map.class));
        Books.Posted posted = stack.books()
                .awaitPosted(UUID.fromString(String.valueOf(cortado.get("decision_id"))))
                .orElseThrow();
        assertEquals(24, posted.completionTokens());
        assertEquals(NanoUsd.ofUsd(String.valueOf(cortado.get("cost_usd"))).nanos(), posted.debited());
    }

    @Test
    void twoChoices_streamed_areTheSame() {
        ChatCompletion all = streamed(twoStories());
        ChatCompletion answer = whole(twoStories());
        for (int choice = 0; choice < 2; choice++) {
            assertEquals(text(answer.choices().get(choice)), text(all.choices().get(choice)));
            assertEquals(Choice.FinishReason.LENGTH, all.choices().get(choice).finishReason());
        }
    }

    @Test
    void logprobs_tellEachTokenOfTheText_andWhatElseWasLikely() {
        ChatCompletionCreateParams.Builder request = asking("small", "Name three colours, and a smiling emoji.")
                .maxCompletionTokens(16)
                .logprobs(true)
                .topLogprobs(3);
        for (ChatCompletion answer : List.of(whole(request), streamed(request))) {
            Choice choice = answer.choices().getFirst();
            List<ChatCompletionTokenLogprob> tokens =
                    choice.logprobs().orElseThrow().content().orElseThrow();
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            for (ChatCompletionTokenLogprob token : tokens) {
                token.bytes().orElseThrow().forEach(part -> bytes.write(part.intValue()));
                assertEquals(3, token.topLogprobs().size());
                assertEquals(token.token(), token.topLogprobs().getFirst().token(), "greedy takes the likeliest");
                assertTrue(token.logprob() <= 0 && token.logprob() > -20, token::toString);
            }
            // The last token may end within a character, which is not text then.
            byte[] text = text(choice).getBytes(StandardCharsets.UTF_8);
            assertEquals(text(choice), new String(bytes.toByteArray(), 0, text.length, StandardCharsets.UTF_8));
            assertTrue(bytes.size() - text.length < 4, bytes.size() + " bytes of tokens for " + text.length);
        }
    }

    @Test
    void logitBias_of100_drawsNothingElse() {
        ChatCompletionCreateParams.Builder request = asking("small", "Hi")
                .maxCompletionTokens(5)
                .logitBias(LogitBias.builder()
                        .putAdditionalProperty("1000", JsonValue.from(100))
                        .build());
        String text = text(whole(request).choices().getFirst());
        assertEquals(text.substring(0, text.length() / 5).repeat(5), text);
        BadRequestException unknown = assertThrows(
                BadRequestException.class,
                () -> whole(asking("small", "Hi")
                        .logitBias(LogitBias.builder()
                                .putAdditionalProperty("999999999", JsonValue.from(1))
                                .build())));
        assertTrue(unknown.param().orElseThrow().startsWith("logit_bias"), unknown::toString);
    }

    /// What the client makes a schema of, and reads the answer into.
    static final class Sum {
        @JsonProperty("terms")
        public List<Integer> terms = List.of();

        @JsonProperty("sum")
        public int sum;
    }

    @Test
    void jsonSchema_isKept_andReadByTheClient() {
        var request = asking("medium", "Add 17 and 26. Give both terms and their sum as JSON.")
                .responseFormat(Sum.class)
                .build();
        Sum sum = client.chat()
                .completions()
                .create(request)
                .choices()
                .getFirst()
                .message()
                .content()
                .orElseThrow();
        assertEquals(List.of(17, 26), sum.terms);
        assertEquals(43, sum.sum);
    }

    @Test
    void jsonObject_isOne_alsoStreamed() {
        ChatCompletion answer =
                streamed(asking("medium", "Describe a black cat of 3 years as JSON with the fields colour and age.")
                        .responseFormat(ResponseFormatJsonObject.builder().build()));
        assertEquals(Choice.FinishReason.STOP, answer.choices().getFirst().finishReason(), answer::toString);
        assertTrue(StackUnderTest.json(text(answer.choices().getFirst())).isObject(), answer::toString);
    }

    private static ChatCompletionCreateParams.Builder weather() {
        return asking("medium", "What is the weather in Rome?")
                .addFunctionTool(FunctionDefinition.builder()
                        .name("get_weather")
                        .description("Tells the weather of a city now.")
                        .parameters(FunctionParameters.builder()
                                .putAdditionalProperty("type", JsonValue.from("object"))
                                .putAdditionalProperty(
                                        "properties", JsonValue.from(Map.of("city", Map.of("type", "string"))))
                                .putAdditionalProperty("required", JsonValue.from(List.of("city")))
                                .putAdditionalProperty("additionalProperties", JsonValue.from(false))
                                .build())
                        .build());
    }

    private static ChatCompletionMessageFunctionToolCall call(ChatCompletion answer) {
        Choice choice = answer.choices().getFirst();
        assertEquals(Choice.FinishReason.TOOL_CALLS, choice.finishReason(), answer::toString);
        ChatCompletionMessageFunctionToolCall call =
                choice.message().toolCalls().orElseThrow().getFirst().asFunction();
        assertEquals("get_weather", call.function().name());
        assertTrue(
                StackUnderTest.json(call.function().arguments())
                        .path("city")
                        .asText()
                        .contains("Rome"),
                answer::toString);
        return call;
    }

    @Test
    void toolCall_goesThereAndBack() {
        // Left free, so small a model now and then writes the call as a code block, which is text.
        ChatCompletion asked = whole(weather().toolChoice(ChatCompletionToolChoiceOption.Auto.REQUIRED));
        ChatCompletionMessageFunctionToolCall call = call(asked);
        // Shown the tool again, so small a model calls it again.
        ChatCompletion told = whole(weather()
                .toolChoice(ChatCompletionToolChoiceOption.Auto.NONE)
                .addMessage(asked.choices().getFirst().message())
                .addMessage(ChatCompletionToolMessageParam.builder()
                        .toolCallId(call.id())
                        .content("{\"celsius\": 31, \"sky\": \"clear\"}")
                        .build()));
        assertEquals(Choice.FinishReason.STOP, told.choices().getFirst().finishReason(), told::toString);
        assertTrue(text(told.choices().getFirst()).contains("31"), told::toString);
    }

    @Test
    void toolCall_streamed_isAccumulated_alsoWhereItIsRequired() {
        call(streamed(weather().toolChoice(ChatCompletionToolChoiceOption.Auto.REQUIRED)));
    }

    @Test
    void schemaOfAnUnservedKeyword_isRefusedWithItsPlace_andCostsNothing() {
        Tenants.Tenant tenant = new Tenants(stack).create("schema", "1");
        HttpResponse<String> answer = stack.chat(tenant.key(), """
                {"model":"small","messages":[{"role":"user","content":"x"}],"response_format":{"type":"json_schema",
                "json_schema":{"name":"a","schema":{"type":"object","properties":{"a":{"not":{"type":"null"}}}}}}}""");
        assertEquals(400, answer.statusCode(), answer::body);
        JsonNode error = StackUnderTest.json(answer).path("error");
        assertTrue(
                error.path("param").asText().startsWith("response_format.json_schema.schema.properties.a"),
                error::toString);
        assertTrue(error.path("message").asText().contains("not"), error::toString);
        assertEquals(0, stack.books().spent(tenant.organisation()).nanoUsd());
    }
}
