package dev.cortado.gateway.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cortado.contracts.unit.NanoUsd;
import dev.cortado.contracts.unit.PicoUsdPerToken;
import dev.cortado.contracts.unit.PriceVersion;
import dev.cortado.contracts.unit.ReservationId;
import dev.cortado.contracts.unit.TokenPriceList;
import dev.cortado.contracts.unit.VariantId;
import dev.cortado.gateway.complete.Completed;
import dev.cortado.gateway.generate.Delta;
import dev.cortado.gateway.generate.FinishReason;
import dev.cortado.gateway.generate.GenerationListener.Finished;
import dev.cortado.gateway.generate.TokenLogprob;
import dev.cortado.gateway.generate.TokenLogprob.Scored;
import dev.cortado.gateway.generate.ToolCallPiece;
import dev.cortado.gateway.generate.Usage;
import dev.cortado.gateway.route.Budget;
import dev.cortado.gateway.route.Routed;
import dev.cortado.gateway.route.SignedWord;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CompletionJsonTest {

    private static final SignedWord WORD = new SignedWord() {};
    private static final Routed ROUTED = new Routed(
            "router:1",
            WORD,
            ReservationId.parse("01890a5d-ac96-774b-bcce-b302099a8057"),
            1,
            "127.0.0.1:1",
            new VariantId("v"),
            "small",
            "cpu-small",
            "realtime",
            new TokenPriceList(
                    new PriceVersion("demo-1"),
                    PicoUsdPerToken.ofUsdPerMillionTokens("0.02"),
                    PicoUsdPerToken.ofUsdPerMillionTokens("0.02"),
                    PicoUsdPerToken.FREE,
                    PicoUsdPerToken.ofUsdPerMillionTokens("100")),
            false,
            new Budget.Unlimited(),
            .5,
            true,
            Instant.EPOCH);

    private final CompletionJson json = new CompletionJson(Instant.ofEpochSecond(7));

    private static Completed completed(FinishReason reason, boolean shortened, Usage usage) {
        return new Completed(
                ROUTED,
                new Finished(WORD, usage, reason, Map.of(), NanoUsd.of(1), ""),
                shortened,
                new Budget.Limited(NanoUsd.of(1_500_000_000), NanoUsd.of(2), Instant.EPOCH, Instant.EPOCH));
    }

    @Test
    void delta_isOneEvent_whateverItsTextHolds() {
        String event = json.deltaChunk(ROUTED, Delta.text("a\n\ndata: [DONE]\r\n\"\\\u0000\u2028\uD83D\uDE00"))
                .toString();
        assertEquals(
                "data: {\"id\":\"chatcmpl-01890a5d-ac96-774b-bcce-b302099a8057\",\"object\":\"chat.completion.chunk\","
                        + "\"created\":7,\"model\":\"v\",\"choices\":[{\"index\":0,\"delta\":{\"content\":"
                        + "\"a\\n\\ndata: [DONE]\\r\\n\\\"\\\\\\u0000\u2028\uD83D\uDE00\"},\"logprobs\":null,"
                        + "\"finish_reason\":null}]}\n\n",
                event);
    }

    @Test
    void finish_carriesCostAndBudgetAsDecimals() {
        String event = json.finishChunks(completed(FinishReason.STOP, true, new Usage(3L, null, 4L)), 1, true)
                .toString();
        assertTrue(event.contains("\"delta\":{},\"logprobs\":null,\"finish_reason\":\"stop\"}]"), event);
        assertTrue(event.contains("\"total_tokens\":7}"), event);
        assertTrue(event.contains("\"cost_usd\":\"0.000000001\""), event);
        assertTrue(event.contains("\"budget_remaining_usd\":\"1.5\""), event);
        assertTrue(event.contains("\"prompt_usd_per_million\":\"0.02\""), event);
        assertTrue(event.contains("\"completion_usd_per_million\":\"100\""), event);
        assertTrue(event.contains("\"shortened_by_budget\":false"), event);
    }

    @Test
    void lengthUnderAShortenedHold_isTheBudget() {
        String event = json.finishChunks(completed(FinishReason.LENGTH, true, new Usage(3L, 1L, 4L)), 1, true)
                .toString();
        assertTrue(event.contains("\"finish_reason\":\"length\""), event);
        assertTrue(event.contains("\"shortened_by_budget\":true"), event);
    }

    @Test
    void usageThatNobodyCounted_isNullNotZero() {
        String event = json.usageChunk(completed(FinishReason.STOP, false, new Usage(null, null, 4L)))
                .toString();
        assertTrue(event.contains("\"choices\":[],\"usage\":null"), event);
        assertFalse(event.contains("prompt_tokens"), event);
    }

    @Test
    void choices_haveARoleAndAFinishChunkEach_andTheLastTellsTheCost() {
        assertEquals(
                2,
                json.roleChunks(ROUTED, 2, false)
                                .toString()
                                .split("\"delta\":\\{\"role\":\"assistant\",\"content\":\"\"}", -1)
                                .length
                        - 1);
        Completed twice = new Completed(
                ROUTED,
                new Finished(
                        WORD,
                        new Usage(3L, 0L, 9L),
                        FinishReason.LENGTH,
                        Map.of(0, FinishReason.STOP),
                        NanoUsd.of(1),
                        ""),
                true,
                new Budget.Unlimited());
        String[] chunks = json.finishChunks(twice, 2, true).toString().split("\n\n", -1);
        assertTrue(
                chunks[0].contains("\"index\":0,\"delta\":{},\"logprobs\":null,\"finish_reason\":\"stop\""), chunks[0]);
        assertFalse(chunks[0].contains("\"usage\""), chunks[0]);
        assertTrue(
                chunks[1].contains("\"index\":1,\"delta\":{},\"logprobs\":null,\"finish_reason\":\"length\""),
                chunks[1]);
        assertTrue(chunks[1].contains("\"completion_tokens\":9"), chunks[1]);
        assertTrue(chunks[1].contains("\"shortened_by_budget\":true"), chunks[1]);
    }

    @Test
    void whole_holdsTextLogprobsAndCallsOfEachChoice() {
        GatheredChoice text = new GatheredChoice();
        byte[] half = {(byte) 0xE2, (byte) 0x82};
        text.add(new Delta(
                0,
                "",
                List.of(new TokenLogprob(
                        new Scored(half, Double.NEGATIVE_INFINITY), List.of(new Scored(new byte[] {'a'}, -.5)))),
                List.of()));
        text.add(new Delta(
                0,
                "\u20AC",
                List.of(new TokenLogprob(new Scored(new byte[] {(byte) 0xAC}, -1), List.of())),
                List.of()));
        GatheredChoice calls = new GatheredChoice();
        calls.add(new Delta(1, "", List.of(), List.of(new ToolCallPiece(0, "call_1", "look_up", ""))));
        calls.add(new Delta(1, "", List.of(), List.of(new ToolCallPiece(0, "", "", "{\"a\":"))));
        calls.add(new Delta(
                1,
                "",
                List.of(),
                List.of(new ToolCallPiece(0, "", "", "1}"), new ToolCallPiece(1, "call_2", "look_up", "{}"))));
        String whole = json.whole(
                        new Completed(
                                ROUTED,
                                new Finished(
                                        WORD,
                                        new Usage(3L, 0L, 9L),
                                        FinishReason.STOP,
                                        Map.of(1, FinishReason.TOOL_CALLS),
                                        NanoUsd.of(1),
                                        ""),
                                false,
                                new Budget.Unlimited()),
                        List.of(text, calls))
                .toString();
        assertTrue(
                whole.contains(
                        "{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"\u20AC\",\"refusal\":null},"
                                + "\"logprobs\":{\"content\":[{\"token\":\"\uFFFD\",\"logprob\":-9999.0,\"bytes\":[226,130],"
                                + "\"top_logprobs\":[{\"token\":\"a\",\"logprob\":-0.5,\"bytes\":[97]}]},"
                                + "{\"token\":\"\uFFFD\",\"logprob\":-1.0,\"bytes\":[172],\"top_logprobs\":[]}],\"refusal\":null},"
                                + "\"finish_reason\":\"stop\"}"),
                whole);
        assertTrue(
                whole.contains(
                        "{\"index\":1,\"message\":{\"role\":\"assistant\",\"content\":null,\"refusal\":null,\"tool_calls\":["
                                + "{\"id\":\"call_1\",\"type\":\"function\",\"function\":{\"name\":\"look_up\",\"arguments\":\"{\\\"a\\\":1}\"}},"
                                + "{\"id\":\"call_2\",\"type\":\"function\",\"function\":{\"name\":\"look_up\",\"arguments\":\"{}\"}}]},"
                                + "\"logprobs\":null,\"finish_reason\":\"tool_calls\"}"),
                whole);
    }

    @Test
    void callsInAStream_haveIdTypeAndNameOnce() {
        assertTrue(json.roleChunks(ROUTED, 1, true).toString().contains("{\"role\":\"assistant\",\"content\":null}"));
        String first = json.deltaChunk(
                        ROUTED, new Delta(0, "", List.of(), List.of(new ToolCallPiece(0, "call_1", "look_up", ""))))
                .toString();
        assertTrue(
                first.contains("\"delta\":{\"tool_calls\":[{\"index\":0,\"id\":\"call_1\",\"type\":\"function\","
                        + "\"function\":{\"name\":\"look_up\",\"arguments\":\"\"}}]}"),
                first);
        String next = json.deltaChunk(
                        ROUTED, new Delta(0, "", List.of(), List.of(new ToolCallPiece(0, "", "", "{\"a\""))))
                .toString();
        assertTrue(
                next.contains("\"delta\":{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"{\\\"a\\\"\"}}]}"),
                next);
    }
}
