package dev.cortado.gateway.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cortado.contracts.unit.NanoUsd;
import dev.cortado.contracts.unit.TokenCount;
import dev.cortado.gateway.chat.ChatMessage;
import dev.cortado.gateway.chat.ChatRequest;
import dev.cortado.gateway.chat.CompletionLimit;
import dev.cortado.gateway.chat.Delivery;
import dev.cortado.gateway.chat.Policy;
import dev.cortado.gateway.chat.RequestedCheck;
import dev.cortado.gateway.chat.Role;
import dev.cortado.gateway.http.RequestLimits.OutputLimits;
import io.vertx.core.MultiMap;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChatRequestReaderTest {

    private static final String MESSAGES = "\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]";
    private static final String BASE = "\"model\":\"auto\"," + MESSAGES;

    private final ChatRequestReader reader = new ChatRequestReader(
            new RequestLimits(100_000, 32, 8, 16, 1024, 4096, new OutputLimits(4, 3, 3, 3, 200, 0, false)));

    private static MultiMap headers(String... pairs) {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap();
        for (int i = 0; i < pairs.length; i += 2) {
            headers.add(pairs[i], pairs[i + 1]);
        }
        return headers;
    }

    private ChatRequest read(String body, String... headers) throws InvalidRequest {
        return reader.read(body.getBytes(StandardCharsets.UTF_8), headers(headers));
    }

    private ApiError refusal(String body, String... headers) {
        return assertThrows(InvalidRequest.class, () -> read(body, headers), body)
                .error();
    }

    private static String with(String field) {
        return "{" + BASE + "," + field + "}";
    }

    @Test
    void smallest_takesDefaults() throws Exception {
        ChatRequest request = read("{" + BASE + "}");
        assertEquals("auto", request.model());
        assertEquals(List.of(ChatMessage.of(Role.USER, "Hi")), request.messages());
        assertEquals(
                new CompletionLimit(TokenCount.of(1024), false),
                request.output().limit());
        assertEquals(Delivery.WHOLE, request.delivery());
        assertNull(request.sampling().temperature());
    }

    @Test
    void everything_isRead() throws Exception {
        ChatRequest request = read("""
                {"messages": [
                   {"content": [{"type": "text", "text": "a"}, {"text": "b", "type": "text"}], "role": "developer"},
                   {"role": "assistant", "content": "c", "refusal": null, "annotations": [], "tool_calls": []},
                   {"role": "user", "content": "\\ud83d\\ude00", "name": null}],
                 "model": "small", "temperature": 0, "top_p": 0.5, "seed": -9223372036854775808, "stop": ["x", "y"],
                 "max_tokens": 7, "max_completion_tokens": 7, "presence_penalty": -2, "frequency_penalty": 2e0,
                 "stream": true, "stream_options": {"include_usage": true, "include_obfuscation": false},
                 "user": "u", "metadata": {"k": "v"},
                 "cortado": {"utility_min": 0.6, "cost_max_usd": "0.0100000009", "latency_max_ms": 1500,
                             "lane": "realtime", "profile": "brand@2"}}
                """);
        assertEquals(List.of("a", "b"), request.messages().getFirst().texts());
        assertEquals(Role.SYSTEM, request.messages().getFirst().role());
        assertEquals(0.0, request.sampling().temperature());
        assertEquals(Long.MIN_VALUE, request.sampling().seed());
        assertEquals(List.of("x", "y"), request.sampling().stop());
        assertEquals(
                new CompletionLimit(TokenCount.of(7), true), request.output().limit());
        assertEquals(Delivery.STREAMED_WITH_USAGE_CHUNK, request.delivery());
        assertEquals("v", request.metadata().get("k"));
        assertEquals("u", request.metadata().get("user"));
        assertEquals(0.6, request.wishes().utilityMin());
        assertEquals(NanoUsd.of(10_000_000), request.wishes().costMax());
        assertEquals(Duration.ofMillis(1500), request.wishes().latencyMax());
        assertEquals("brand@2", request.wishes().profile());
    }

    @Test
    void profile_thatIsNoName_isRefusedByName() {
        for (String wrong : List.of("", "a b", "brand@", "brand@0", "@1")) {
            ApiError error = refusal(with("\"cortado\":{\"profile\":\"" + wrong + "\"}"));

            assertEquals(400, error.status());
            assertEquals("cortado.profile", error.param());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"n\":1",
                "\"logprobs\":false",
                "\"top_logprobs\":null",
                "\"response_format\":{\"type\":\"text\"}",
                "\"tool_choice\":\"none\"",
                "\"tools\":[]",
                "\"tools\":null",
                "\"store\":false",
                "\"parallel_tool_calls\":true",
                "\"service_tier\":\"auto\"",
                "\"service_tier\":\"default\"",
                "\"modalities\":[\"text\"]",
                "\"logit_bias\":{}",
                "\"reasoning_effort\":null",
                "\"temperature\":null",
                "\"stop\":null",
                "\"cortado\":null"
            })
    void whatAsksForNothing_isAccepted(String field) throws Exception {
        assertEquals("auto", read(with(field)).model());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "\"modalities\":[\"audio\"] | modalities",
                "\"audio\":{\"voice\":\"x\"} | audio",
                "\"prediction\":{\"type\":\"content\"} | prediction",
                "\"store\":true | store",
                "\"service_tier\":\"flex\" | service_tier",
                "\"reasoning_effort\":\"low\" | reasoning_effort",
                "\"web_search_options\":{} | web_search_options",
                "\"cortado\":{\"lane\":\"batch\"} | cortado.lane",
                "\"stream_options\":{\"include_obfuscation\":true} | stream_options.include_obfuscation"
            })
    void whatIsNotServedYet_isRefusedByName(String field, String param) {
        ApiError error = refusal(with(field));
        assertEquals(400, error.status());
        assertEquals(param, error.param());
        assertEquals("unsupported_parameter", error.code());
        assertTrue(error.message().contains("not served yet"), error.message());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "\"temprature\":1 | temprature",
                "\"top_k\":5 | top_k",
                "\"n\":0 | n",
                "\"n\":null,\"n\":1 | n",
                "\"temperature\":2.1 | temperature",
                "\"temperature\":-0.1 | temperature",
                "\"temperature\":1e999 | temperature",
                "\"temperature\":\"1\" | temperature",
                "\"temperature\":NaN | temperature",
                "\"top_p\":1.5 | top_p",
                "\"presence_penalty\":3 | presence_penalty",
                "\"frequency_penalty\":-3 | frequency_penalty",
                "\"seed\":9223372036854775808 | seed",
                "\"seed\":1.5 | seed",
                "\"max_tokens\":0 | max_tokens",
                "\"max_tokens\":-1 | max_tokens",
                "\"max_tokens\":1.0 | max_tokens",
                "\"max_tokens\":5000 | max_tokens",
                "\"max_tokens\":99999999999999999999 | max_tokens",
                "\"max_completion_tokens\":\"7\" | max_completion_tokens",
                "\"max_tokens\":7,\"max_completion_tokens\":8 | max_completion_tokens",
                "\"stop\":[\"a\",\"b\",\"c\",\"d\",\"e\"] | stop[4]",
                "\"stop\":[\"\"] | stop[0]",
                "\"stop\":\"12345678901234567\" | stop",
                "\"stop\":[1] | stop[0]",
                "\"stop\":{} | stop",
                "\"stream\":\"true\" | stream",
                "\"stream\":1 | stream",
                "\"stream_options\":{\"include_usage\":true} | stream_options",
                "\"stream\":true,\"stream_options\":{\"include\":true} | stream_options.include",
                "\"stream\":true,\"stream_options\":[] | stream_options",
                "\"user\":7 | user",
                "\"metadata\":{\"k\":1} | metadata.k",
                "\"metadata\":{\"cortado.purpose\":\"verification\"} | metadata.cortado.purpose",
                "\"metadata\":{\"cortado:team\":\"red\"} | metadata.cortado:team",
                "\"metadata\":[] | metadata",
                "\"metadata\":\"k\" | metadata",
                "\"metadata\":{\"k\":null} | metadata.k",
                "\"metadata\":{\"k\":true} | metadata.k",
                "\"metadata\":{\"k\":{}} | metadata.k",
                "\"metadata\":{\"k\":[\"v\"]} | metadata.k",
                "\"metadata\":{\"k\":\"\\u0000\"} | metadata.k",
                "\"metadata\":{\"k\":\"\\ud800\"} | metadata.k",
                "\"user\":\"\\u0000\" | user",
                "\"metadata\":{\"k\":\"a\",\"k\":\"b\"} | metadata.k",
                "\"cortado\":{\"utility_min\":1.01} | cortado.utility_min",
                "\"cortado\":{\"utility_min\":\"0.5\"} | cortado.utility_min",
                "\"cortado\":{\"cost_max_usd\":-1} | cortado.cost_max_usd",
                "\"cortado\":{\"cost_max_usd\":1e-999999999} | cortado.cost_max_usd",
                "\"cortado\":{\"cost_max_usd\":1e999999999} | cortado.cost_max_usd",
                "\"cortado\":{\"cost_max_usd\":\"1e3\"} | cortado.cost_max_usd",
                "\"cortado\":{\"cost_max_usd\":\"0x10\"} | cortado.cost_max_usd",
                "\"cortado\":{\"cost_max_usd\":true} | cortado.cost_max_usd",
                "\"cortado\":{\"latency_max_ms\":0} | cortado.latency_max_ms",
                "\"cortado\":{\"lane\":\"fast\"} | cortado.lane",
                "\"cortado\":{\"color\":1} | cortado.color",
                "\"cortado\":{\"color\":null} | cortado.color",
                "\"cortado\":7 | cortado",
                "\"response_format\":\"text\" | response_format",
                "\"response_format\":{} | response_format.type",
                "\"model\":\"again\" | model",
                "\"user\":\"\\ud800x\" | user",
                "\"user\":\"x\\udc00\" | user"
            })
    void badFields_areRefusedByName(String field, String param) {
        ApiError error = refusal(with(field));
        assertEquals(400, error.status());
        assertEquals(param, error.param(), error.message());
        assertTrue(error.message().contains(param), error.message());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "[] | messages",
                "{} | messages",
                "\"Hi\" | messages",
                "null | messages",
                "[7] | messages[0]",
                "[{\"content\":\"x\"}] | messages[0].role",
                "[{\"role\":\"user\"}] | messages[0].content",
                "[{\"role\":\"user\",\"content\":null}] | messages[0].content",
                "[{\"role\":\"user\",\"content\":7}] | messages[0].content",
                "[{\"role\":\"user\",\"content\":[]}] | messages[0].content",
                "[{\"role\":\"user\",\"content\":[\"x\"]}] | messages[0].content[0]",
                "[{\"role\":\"user\",\"content\":[{\"text\":\"x\"}]}] | messages[0].content[0].type",
                "[{\"role\":\"user\",\"content\":[{\"type\":\"text\"}]}] | messages[0].content[0].text",
                "[{\"role\":\"user\",\"content\":[{\"type\":\"video\"}]}] | messages[0].content[0].type",
                "[{\"role\":\"user\",\"content\":[{\"type\":\"image_url\"}]}] | messages[0].content[0].type",
                "[{\"role\":\"user\",\"content\":\"x\"},{\"role\":\"king\",\"content\":\"x\"}] | messages[1].role",
                "[{\"role\":\"user\",\"content\":\"x\",\"mood\":1}] | messages[0].mood",
                "[{\"role\":\"user\",\"content\":\"x\",\"content\":\"y\"}] | messages[0].content",
                "[{\"role\":\"user\",\"content\":\"\\udbff\"}] | messages[0].content",
                "[{\"role\":\"user\",\"content\":\"x\",\"name\":7}] | messages[0].name"
            })
    void badMessages_areRefusedByName(String messages, String param) {
        ApiError error = refusal("{\"model\":\"auto\",\"messages\":" + messages + "}");
        assertEquals(400, error.status());
        assertEquals(param, error.param(), error.message());
    }

    @Test
    void tooManyMessages_areRefused() {
        String message = "{\"role\":\"user\",\"content\":\"x\"}";
        String nine = String.join(",", java.util.Collections.nCopies(9, message));
        assertEquals(
                "messages[8]",
                refusal("{\"model\":\"auto\",\"messages\":[" + nine + "]}").param());
    }

    @Test
    void metadata_atItsBounds_isReadByCodePoint() throws Exception {
        String name = "\uD83D\uDE00".repeat(64);
        String value = "\uD83D\uDE00".repeat(512);
        assertEquals(
                Map.of(name, value, "", ""),
                read(with("\"metadata\":{\"" + name + "\":\"" + value + "\",\"\":\"\"}"))
                        .metadata());
    }

    @Test
    void metadata_pastItsBounds_isRefusedByName() {
        String name = "n".repeat(65);
        assertEquals(
                "metadata." + name,
                refusal(with("\"metadata\":{\"" + name + "\":\"v\"}")).param());
        assertEquals(
                "metadata.k",
                refusal(with("\"metadata\":{\"k\":\"" + "v".repeat(513) + "\"}"))
                        .param());
    }

    @Test
    void metadata_namesThatNoDatabaseKeeps_areRefusedInWritableWords() {
        for (String name : List.of("\\u0000", "\\ud800")) {
            ApiError error = refusal(with("\"metadata\":{\"" + name + "\":\"v\"}"));
            assertEquals(400, error.status());
            assertTrue(JsonWriter.error(error).toString().startsWith("{\"error\":{\"message\":\"'metadata."));
        }
    }

    @Test
    void metadata_of17Pairs_isRefused() {
        StringBuilder pairs = new StringBuilder();
        for (int i = 0; i < 17; i++) {
            pairs.append(i == 0 ? "" : ",").append("\"k").append(i).append("\":\"v\"");
        }
        assertEquals(
                "metadata.k16", refusal(with("\"metadata\":{" + pairs + "}")).param());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "   ",
                "null",
                "[]",
                "\"text\"",
                "{",
                "{" + BASE,
                "{" + BASE + "}}",
                "{" + BASE + "} {}",
                "{" + BASE + ",}",
                "{'model':1}",
                "{model:1}",
                "\uFEFF{" + BASE + "}",
                "// comment\n{" + BASE + "}",
                "\u0000\u0001\u0002"
            })
    void whatIsNotOneJsonObject_isRefused(String body) {
        ApiError error = refusal(body);
        assertEquals(400, error.status());
        assertEquals(ApiError.INVALID, error.type());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {"null | null", "[] | an array", "\"text\" | a string"})
    void whatIsNoObject_isToldSo_withoutAField(String body, String kind) {
        ApiError error = refusal(body);
        assertNull(error.param());
        assertEquals("the body must be a JSON object, not " + kind, error.message());
    }

    @Test
    void nameOfASpeaker_isNotServedYet_ratherThanIgnored() {
        ApiError error = refusal("{\"model\":\"auto\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"},"
                + "{\"role\":\"user\",\"content\":\"y\",\"name\":\"eve\"}]}");
        assertEquals(400, error.status());
        assertEquals("messages[1].name", error.param());
        assertEquals("unsupported_parameter", error.code());
    }

    @Test
    void nestedTooDeep_isRefused() {
        ApiError error = refusal(with("\"stop\":" + "[".repeat(40) + "]".repeat(40)));
        assertEquals(400, error.status());
        ApiError unread = refusal("[".repeat(100_000));
        assertEquals(400, unread.status());
    }

    @Test
    void bytesThatAreNotUtf8_areRefused() {
        byte[] body = ("{" + BASE + "}").getBytes(StandardCharsets.UTF_8);
        for (byte[] bad : List.of(
                new byte[] {(byte) 0xC0, (byte) 0x80},
                new byte[] {(byte) 0xED, (byte) 0xA0, (byte) 0x80},
                new byte[] {(byte) 0xFF},
                new byte[] {(byte) 0xE2, (byte) 0x82})) {
            byte[] spoilt = new byte[body.length + bad.length];
            System.arraycopy(body, 0, spoilt, 0, 12);
            System.arraycopy(bad, 0, spoilt, 12, bad.length);
            System.arraycopy(body, 12, spoilt, 12 + bad.length, body.length - 12);
            ApiError error = assertThrows(InvalidRequest.class, () -> reader.read(spoilt, headers()))
                    .error();
            assertTrue(error.message().contains("UTF-8"), error.message());
        }
        assertThrows(
                InvalidRequest.class,
                () -> reader.read(("{" + BASE + "}").getBytes(StandardCharsets.UTF_16), headers()));
    }

    @Test
    void headers_sayTheSameAsTheBody() throws Exception {
        ChatRequest request = read(
                "{" + BASE + "}",
                "Cortado-Utility-Min",
                "0.75",
                "cortado-cost-max-usd",
                "0.01",
                "Cortado-Latency-Max-Ms",
                "900",
                "Cortado-Lane",
                "realtime");
        assertEquals(0.75, request.wishes().utilityMin());
        assertEquals(NanoUsd.ofUsd("0.01"), request.wishes().costMax());
        assertEquals(Duration.ofMillis(900), request.wishes().latencyMax());
        read(with("\"cortado\":{\"cost_max_usd\":0.010}"), "Cortado-Cost-Max-Usd", "0.01");
    }

    @ParameterizedTest
    @CsvSource({
        "Cortado-Utility-Min, 0.6",
        "Cortado-Utility-Min, 1.5",
        "Cortado-Utility-Min, NaN",
        "Cortado-Cost-Max-Usd, 0.02",
        "Cortado-Cost-Max-Usd, free",
        "Cortado-Latency-Max-Ms, 8",
        "Cortado-Latency-Max-Ms, -1",
        "Cortado-Lane, batch",
        "Cortado-Lane, slow",
        "Cortado-Profile, a b",
        "Cortado-Policy, knee",
        "Cortado-Policy, best",
        "Cortado-Residency, e u"
    })
    void headers_inConflictOrWrong_areRefusedByName(String name, String value) {
        ApiError error = refusal(
                with("\"cortado\":{\"utility_min\":0.5,\"cost_max_usd\":0.01,\"latency_max_ms\":9,"
                        + "\"policy\":\"cheapest-sufficient\"}"),
                name,
                value);
        assertEquals(400, error.status());
        assertEquals(name, error.param());
    }

    @Test
    void check_isReadFromBodyOrHeader() throws Exception {
        assertEquals(
                RequestedCheck.JSON,
                read(with("\"cortado\":{\"check\":\"json\"}")).wishes().check());
        assertEquals(
                RequestedCheck.ARITHMETIC,
                read("{" + BASE + "}", "Cortado-Check", "arithmetic").wishes().check());
        assertNull(read("{" + BASE + "}").wishes().check());
    }

    @Test
    void check_unknown_isRefusedWithAllThatThereAre() {
        ApiError error = refusal(with("\"cortado\":{\"check\":\"spelling\"}"));

        assertEquals("cortado.check", error.param());
        assertTrue(error.message().contains("json, arithmetic"), error.message());
    }

    @ParameterizedTest
    @ValueSource(strings = {"self-consistency", "verifier"})
    void check_whoseErrorWasNotMeasured_isRefused(String check) {
        ApiError error = refusal(with("\"cortado\":{\"check\":\"" + check + "\"}"));

        assertEquals("cortado.check", error.param());
        assertTrue(error.message().contains("was not measured"), error.message());
    }

    @Test
    void selfConsistency_whereItIsAllowed_asksForSamples_thatMayDiffer() throws Exception {
        ChatRequestReader allowing = new ChatRequestReader(
                new RequestLimits(100_000, 32, 8, 16, 1024, 4096, new OutputLimits(4, 3, 3, 3, 200, 3, true)));
        MultiMap headers = MultiMap.caseInsensitiveMultiMap().add("Cortado-Check", "self-consistency");
        ChatRequest request = allowing.read(("{" + BASE + "}").getBytes(StandardCharsets.UTF_8), headers);

        assertEquals(3, request.output().samples());
        assertEquals(1, request.output().choices());
        byte[] greedy = ("{" + BASE + ",\"temperature\":0}").getBytes(StandardCharsets.UTF_8);
        InvalidRequest refused = assertThrows(InvalidRequest.class, () -> allowing.read(greedy, headers));
        assertEquals("temperature", refused.error().param());
    }

    @Test
    void verifier_whereThereIsOne_isAllowed() throws Exception {
        ChatRequestReader allowing = new ChatRequestReader(
                new RequestLimits(100_000, 32, 8, 16, 1024, 4096, new OutputLimits(4, 3, 3, 3, 200, 0, true)));
        byte[] asked = ("{" + BASE + ",\"cortado\":{\"check\":\"verifier\"}}").getBytes(StandardCharsets.UTF_8);

        ChatRequest request = allowing.read(asked, MultiMap.caseInsensitiveMultiMap());

        assertEquals(RequestedCheck.VERIFIER, request.wishes().check());
        assertEquals(1, request.output().generated());
    }

    @Test
    void check_ofAnAnswerThatIsNoWholeText_isRefusedWithWhatToSendInstead() {
        for (String hindrance : List.of(
                "\"stream\":true", "\"n\":2", "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\"}}]")) {
            ApiError error = refusal(with(hindrance + ",\"cortado\":{\"check\":\"json\"}"));

            assertEquals("cortado.check", error.param());
            assertTrue(error.message().contains("send the request with"), error.message());
        }
    }

    @Test
    void policy_isReadFromBodyOrHeader() throws Exception {
        assertEquals(
                Policy.BEST_WITHIN_COST,
                read(with("\"cortado\":{\"policy\":\"best-within-cost\"}"))
                        .wishes()
                        .policy());
        assertEquals(
                Policy.KNEE,
                read("{" + BASE + "}", "Cortado-Policy", "knee").wishes().policy());
        assertNull(read("{" + BASE + "}").wishes().policy());
    }

    @Test
    void residency_isReadFromBodyOrHeader() throws Exception {
        assertEquals(
                "eu", read(with("\"cortado\":{\"residency\":\"eu\"}")).wishes().residency());
        assertEquals(
                "eu-west.1",
                read("{" + BASE + "}", "Cortado-Residency", "eu-west.1")
                        .wishes()
                        .residency());
        assertEquals(
                "cortado.residency",
                refusal(with("\"cortado\":{\"residency\":\"\"}")).param());
    }

    @Test
    void policy_unknown_isRefusedWithAllThatThereAre() {
        ApiError error = refusal(with("\"cortado\":{\"policy\":\"cheap\"}"));

        assertEquals(400, error.status());
        assertEquals("cortado.policy", error.param());
        assertTrue(error.message().contains("cheapest-sufficient, knee, best-within-cost, fixed"), error.message());
    }

    @Test
    void policy_fixedWithAuto_needsAName() {
        ApiError error = refusal("{\"model\":\"auto\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],"
                + "\"cortado\":{\"policy\":\"fixed\"}}");

        assertEquals("cortado.policy", error.param());
        assertTrue(error.message().contains("'model'"), error.message());
    }

    @Test
    void headers_twice_areRefused() {
        assertEquals(
                "Cortado-Lane",
                refusal("{" + BASE + "}", "Cortado-Lane", "realtime", "Cortado-Lane", "realtime")
                        .param());
    }
}
