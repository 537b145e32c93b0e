package dev.cortado.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.errors.BadRequestException;
import com.openai.errors.InternalServerException;
import com.openai.errors.NotFoundException;
import com.openai.errors.RateLimitException;
import com.openai.errors.UnauthorizedException;
import com.openai.helpers.ChatCompletionAccumulator;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import dev.cortado.contracts.v1.RefusalReason;
import dev.cortado.contracts.v1.RouteRefused;
import dev.cortado.gateway.fake.FakeNode;
import dev.cortado.gateway.fake.FakePlatform;
import dev.cortado.gateway.fake.FakePlatformResource;
import dev.cortado.gateway.fake.FakeRouter;
import dev.cortado.gateway.fake.TestKeys;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// OpenAI's own Java client understands the answers and the errors.
@QuarkusTest
@QuarkusTestResource(FakePlatformResource.class)
class OpenAiClientTest {

    FakePlatform platform;

    @TestHTTPResource("/v1")
    URI base;

    private OpenAIClient client = connect(TestKeys.key(FakePlatform.PUBLIC_ID), 2);

    private OpenAIClient connect(String key, int retries) {
        return OpenAIOkHttpClient.builder()
                .baseUrl(base == null ? "http://127.0.0.1" : base.toString())
                .apiKey(key)
                .maxRetries(retries)
                .build();
    }

    @BeforeEach
    void reset() {
        platform.reset();
        client.close();
        client = connect(TestKeys.key(FakePlatform.PUBLIC_ID), 2);
    }

    @AfterEach
    void close() {
        client.close();
    }

    private static ChatCompletionCreateParams.Builder question() {
        return ChatCompletionCreateParams.builder()
                .model("auto")
                .addDeveloperMessage("Be brief.")
                .addUserMessage("What is 17 + 26?")
                .temperature(0);
    }

    @Test
    void whole_isParsed() {
        ChatCompletion answer = client.chat()
                .completions()
                .create(question()
                        .putAdditionalBodyProperty("cortado", JsonValue.from(Map.of("utility_min", .5)))
                        .build());
        answer.validate();
        assertEquals(
                "Hello, world", answer.choices().getFirst().message().content().orElseThrow());
        assertEquals(14, answer.usage().orElseThrow().totalTokens());
        assertTrue(answer._additionalProperties().containsKey("cortado"));
        assertEquals(.5, platform.router.routed.remove().getUtilityMin());
    }

    @Test
    void streamed_isAccumulated() {
        ChatCompletionAccumulator accumulator = ChatCompletionAccumulator.create();
        var request = question()
                .streamOptions(
                        ChatCompletionStreamOptions.builder().includeUsage(true).build())
                .build();
        try (var stream = client.chat().completions().createStreaming(request)) {
            stream.stream().peek(chunk -> chunk.validate()).forEach(accumulator::accumulate);
        }
        ChatCompletion answer = accumulator.chatCompletion();
        assertEquals(
                "Hello, world", answer.choices().getFirst().message().content().orElseThrow());
        assertEquals(
                ChatCompletion.Choice.FinishReason.STOP,
                answer.choices().getFirst().finishReason());
        assertEquals(14, answer.usage().orElseThrow().totalTokens());
    }

    /// Its accumulator takes any chunk with usage for one without choices, so chunks are read one by one here.
    @Test
    void streamed_withoutUsageChunk_isParsed_withUsageOnTheFinishChunk() {
        StringBuilder text = new StringBuilder();
        List<ChatCompletionChunk> chunks = new ArrayList<>();
        try (var stream = client.chat().completions().createStreaming(question().build())) {
            stream.stream().map(ChatCompletionChunk::validate).forEach(chunks::add);
        }
        chunks.forEach(chunk ->
                text.append(chunk.choices().getFirst().delta().content().orElse("")));
        assertEquals("Hello, world", text.toString());
        assertEquals(14, chunks.getLast().usage().orElseThrow().totalTokens());
        assertTrue(chunks.getLast().choices().getFirst().finishReason().isPresent());
    }

    @Test
    void models_areListedAndFound() {
        assertEquals(2, client.models().list().data().size());
        assertEquals("auto", client.models().retrieve("auto").id());
        assertThrows(NotFoundException.class, () -> client.models().retrieve("none"));
    }

    @Test
    void errors_haveTheirTypes() {
        BadRequestException tools = assertThrows(
                BadRequestException.class,
                () -> client.chat().completions().create(question().n(9).build()));
        assertEquals("n", tools.param().orElseThrow());
        platform.router.refuse(RouteRefused.newBuilder().setReason(RouteRefused.Reason.UNKNOWN_MODEL));
        NotFoundException model = assertThrows(
                NotFoundException.class,
                () -> client.chat().completions().create(question().build()));
        assertEquals("model_not_found", model.code().orElseThrow());
        OpenAIClient stranger = connect(TestKeys.key("nobody0000000000"), 0);
        assertThrows(
                UnauthorizedException.class,
                () -> stranger.chat().completions().create(question().build()));
        stranger.close();
    }

    @Test
    void budgetExhausted_isNotRetried() {
        platform.router.refuse(RouteRefused.newBuilder()
                .setReason(RouteRefused.Reason.BUDGET_EXHAUSTED)
                .setBudget(FakeRouter.budget(0)));
        RateLimitException quota = assertThrows(
                RateLimitException.class,
                () -> client.chat().completions().create(question().build()));
        assertEquals("insufficient_quota", quota.code().orElseThrow());
        assertEquals(1, platform.router.routed.size());
    }

    @Test
    void noNode_isAServerError() {
        OpenAIClient once = connect(TestKeys.key(FakePlatform.PUBLIC_ID), 0);
        platform.node.play(FakeNode.refuses(RefusalReason.REFUSAL_REASON_QUEUE_FULL));
        InternalServerException failure = assertThrows(
                InternalServerException.class,
                () -> once.chat().completions().create(question().build()));
        assertEquals(503, failure.statusCode());
        once.close();
    }
}
