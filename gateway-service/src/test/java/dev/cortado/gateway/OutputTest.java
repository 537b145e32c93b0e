package dev.cortado.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import dev.cortado.contracts.v1.FinishReason;
import dev.cortado.contracts.v1.GenerateRequest;
import dev.cortado.contracts.v1.GenerationDelta;
import dev.cortado.contracts.v1.RefusalReason;
import dev.cortado.contracts.v1.RouteRefused;
import dev.cortado.contracts.v1.RouteRequest;
import dev.cortado.contracts.v1.TokenLogprob;
import dev.cortado.contracts.v1.ToolCallDelta;
import dev.cortado.contracts.v1.ToolChoice;
import dev.cortado.contracts.v1.TopLogprob;
import dev.cortado.gateway.fake.Client;
import dev.cortado.gateway.fake.FakeNode;
import dev.cortado.gateway.fake.FakePlatform;
import dev.cortado.gateway.fake.FakePlatformResource;
import dev.cortado.gateway.fake.TestKeys;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What is asked of an answer's form, from the client's JSON to the node's protobuf and back.
@QuarkusTest
@QuarkusTestResource(FakePlatformResource.class)
class OutputTest {

    private static final String KEY = "Authorization: Bearer " + TestKeys.key(FakePlatform.PUBLIC_ID);
    private static final String TOOLS =
            "'tools':[{'type':'function','function':{'name':'look_up','description':'Looks.',"
                    + "'parameters':{'type':'object'},'strict':true}}]";

    FakePlatform platform;

    @TestHTTPResource("/")
    URI base;

    @BeforeEach
    void reset() {
        platform.reset();
    }

    /// @param fields JSON with apostrophes for quotation marks
    private String chat(String fields, String... headers) throws IOException {
        return chatSaying("Hi", fields, headers);
    }

    private String chatSaying(String said, String fields, String... headers) throws IOException {
        String body = ("{'model':'auto','messages':[{'role':'user','content':'" + said + "'}]," + fields + "}")
                .replace('\'', '"');
        String[] all = new String[headers.length + 2];
        System.arraycopy(headers, 0, all, 2, headers.length);
        all[0] = KEY;
        all[1] = "Content-Type: application/json";
        try (Client client = new Client(base.getPort())) {
            return client.send("POST", "/v1/chat/completions", body, all).readAll();
        }
    }

    private static void assertStatus(int status, String answer) {
        assertTrue(answer.startsWith("HTTP/1.1 " + status + " "), answer);
    }

    private static void assertHolds(String answer, String json) {
        assertTrue(answer.contains(json.replace('\'', '"')), answer);
    }

    private static GenerationDelta says(int choice, String text) {
        return GenerationDelta.newBuilder().setIndex(choice).setText(text).build();
    }

    private static GenerationDelta calls(int position, String id, String name, String arguments) {
        return GenerationDelta.newBuilder()
                .addToolCalls(ToolCallDelta.newBuilder()
                        .setPosition(position)
                        .setId(id)
                        .setName(name)
                        .setArgumentsJson(arguments))
                .build();
    }

    @Test
    void check_isToldToTheRouterAndItsOutcomeToTheClient() throws Exception {
        platform.node.play(FakeNode.says("2 + 2 ", "= 5"));

        String failed = chat("'cortado':{'check':'arithmetic'}");

        assertStatus(200, failed);
        assertHolds(failed, "'content':'2 + 2 = 5'");
        assertHolds(failed, "'check':{'result':'failed','failed':'reckons 5 where it is 4','escalations':0}");
        RouteRequest asked = platform.router.routed.take();
        assertTrue(asked.getChecked());
        assertFalse(asked.getCheckDecides());
        platform.node.play(FakeNode.says("4"));
        chatSaying("What is 2 + 2?", "'cortado':{'check':'arithmetic'}");
        assertTrue(platform.router.routed.take().getCheckDecides());
        platform.node.play(FakeNode.says("a cat"));
        assertHolds(
                chat("'max_tokens':9", "Cortado-Check: arithmetic"), "'check':{'result':'undecided','escalations':0}");
        assertStatus(400, chat("'stream':true", "Cortado-Check: json"));
    }

    @Test
    void choices_areSortedApart_wholeAndStreamed() throws Exception {
        platform.node.play(FakeNode.sends(
                List.of(says(1, "b1"), says(0, "a1"), says(1, "b2")),
                FinishReason.FINISH_REASON_STOP,
                FinishReason.FINISH_REASON_LENGTH));
        String whole = chat("'n':2,'max_tokens':9");
        assertStatus(200, whole);
        assertHolds(
                whole,
                "'index':0,'message':{'role':'assistant','content':'a1','refusal':null},'logprobs':null,"
                        + "'finish_reason':'stop'");
        assertHolds(
                whole,
                "'index':1,'message':{'role':'assistant','content':'b1b2','refusal':null},'logprobs':null,"
                        + "'finish_reason':'length'");
        RouteRequest routed = platform.router.routed.take();
        assertEquals(2, routed.getChoices());
        assertEquals(9, routed.getCompletionTokensMax());
        assertEquals(List.of("n"), routed.getCapabilitiesList());
        assertEquals(2, platform.node.generated.take().getSampling().getN());

        String streamed = chat("'n':2,'stream':true");
        assertEquals(2, streamed.split("\"role\":\"assistant\"", -1).length - 1, streamed);
        assertTrue(streamed.indexOf("\"content\":\"b1\"") < streamed.indexOf("\"content\":\"a1\""), streamed);
        assertHolds(streamed, "'index':1,'delta':{},'logprobs':null,'finish_reason':'length'}],'usage':{");
        assertEquals(1, streamed.split("\"usage\":", -1).length - 1, streamed);
        assertTrue(streamed.endsWith("data: [DONE]\n\n\r\n0\r\n\r\n"), streamed);
    }

    @Test
    void logprobs_comeWithTheirText() throws Exception {
        GenerationDelta half = GenerationDelta.newBuilder()
                .addLogprobs(TokenLogprob.newBuilder()
                        .setToken(ByteString.copyFrom(new byte[] {(byte) 0xE2, (byte) 0x82}))
                        .setLogprob(-.25)
                        .addTop(TopLogprob.newBuilder()
                                .setToken(ByteString.copyFromUtf8("x"))
                                .setLogprob(-2)))
                .build();
        platform.node.play(FakeNode.sends(List.of(half, says(0, "\u20AC")), FinishReason.FINISH_REASON_STOP));
        for (String stream : List.of("false", "true")) {
            String answer = chat("'logprobs':true,'top_logprobs':1,'logit_bias':{'7':-1.5},'stream':" + stream);
            assertHolds(
                    answer,
                    "'logprobs':{'content':[{'token':'\uFFFD','logprob':-0.25,'bytes':[226,130],"
                            + "'top_logprobs':[{'token':'x','logprob':-2.0,'bytes':[120]}]}],'refusal':null}");
            GenerateRequest asked = platform.node.generated.take();
            assertTrue(asked.getSampling().getLogprobs());
            assertEquals(1, asked.getSampling().getTopLogprobs());
            assertEquals(Map.of(7, -1.5), asked.getSampling().getLogitBiasMap());
            assertTrue(Set.copyOf(platform.router.routed.take().getCapabilitiesList())
                    .containsAll(Set.of("logprobs", "logit_bias")));
        }
    }

    @Test
    void toolCalls_areWhole_orPieceByPiece() throws Exception {
        platform.node.play(FakeNode.sends(
                List.of(calls(0, "call_1", "look_up", ""), calls(0, "", "", "{\"a\":"), calls(0, "", "", "1}")),
                FinishReason.FINISH_REASON_TOOL_CALLS));
        String whole = chat(TOOLS);
        assertHolds(
                whole,
                "'message':{'role':'assistant','content':null,'refusal':null,'tool_calls':[{'id':'call_1',"
                        + "'type':'function','function':{'name':'look_up','arguments':'{\\'a\\':1}'}}]},'logprobs':null,"
                        + "'finish_reason':'tool_calls'");
        assertEquals(1, platform.node.generated.size());
        String streamed = chat(TOOLS + ",'stream':true,'tool_choice':'required','parallel_tool_calls':false");
        assertHolds(streamed, "'delta':{'role':'assistant','content':null}");
        assertHolds(
                streamed,
                "'delta':{'tool_calls':[{'index':0,'id':'call_1','type':'function','function':"
                        + "{'name':'look_up','arguments':''}}]}");
        assertHolds(streamed, "'delta':{'tool_calls':[{'index':0,'function':{'arguments':'1}'}}]}");
        assertHolds(streamed, "'finish_reason':'tool_calls'");
        GenerateRequest first = platform.node.generated.take();
        assertEquals(ToolChoice.Mode.AUTO, first.getToolChoice().getMode());
        assertFalse(first.hasParallelToolCalls());
        GenerateRequest second = platform.node.generated.take();
        assertEquals(ToolChoice.Mode.REQUIRED, second.getToolChoice().getMode());
        assertTrue(second.hasParallelToolCalls() && !second.getParallelToolCalls());
        assertEquals("{\"type\":\"object\"}", second.getTools(0).getParametersJsonSchema());
        assertTrue(second.getTools(0).getStrict());
        RouteRequest routed = platform.router.routed.take();
        assertEquals("HiLook_upLooks.{'type':'object'}".length(), routed.getPromptBytes());
        assertEquals(1, routed.getToolCount());
    }

    @Test
    void conversationWithCalls_reachesTheNode() throws Exception {
        assertStatus(200, conversation());
        GenerateRequest asked = platform.node.generated.take();
        assertEquals("call_1", asked.getMessages(0).getToolCalls(0).getId());
        assertEquals("{}", asked.getMessages(0).getToolCalls(0).getArgumentsJson());
        assertEquals(0, asked.getMessages(0).getPartsCount());
        assertEquals("tool", asked.getMessages(1).getRole());
        assertEquals("call_1", asked.getMessages(1).getToolCallId());
        assertEquals("7", asked.getMessages(1).getParts(0).getText());
    }

    private String conversation() throws IOException {
        String body = ("{'model':'auto','messages':[{'role':'assistant','content':null,'tool_calls':[{'id':'call_1',"
                        + "'type':'function','function':{'name':'f','arguments':'{}'}}]},"
                        + "{'role':'tool','tool_call_id':'call_1','content':'7'}]}")
                .replace('\'', '"');
        try (Client client = new Client(base.getPort())) {
            return client.send("POST", "/v1/chat/completions", body, KEY, "Content-Type: application/json")
                    .readAll();
        }
    }

    @Test
    void responseFormat_reachesTheNode_andItsRefusalNamesThePlace() throws Exception {
        String schema = "'response_format':{'type':'json_schema','json_schema':{'name':'s','schema':{'not':{}}}}";
        platform.node.play(FakeNode.refuses(RefusalReason.REFUSAL_REASON_UNSUPPORTED));
        String answer = chat(schema);
        assertStatus(400, answer);
        assertHolds(answer, "'param':'messages[0].mood'");
        assertTrue(platform.router.settled.take().hasRefusal());
        GenerateRequest asked = platform.node.generated.take();
        assertEquals("json_schema", asked.getResponseFormat().getType());
        assertEquals("s", asked.getResponseFormat().getName());
        assertEquals("{\"not\":{}}", asked.getResponseFormat().getJsonSchema());
        assertEquals(List.of("json_schema"), platform.router.routed.take().getCapabilitiesList());
    }

    @Test
    void capabilityThatNobodyHas_isRefusedByItsField() throws Exception {
        platform.router.refuse(RouteRefused.newBuilder()
                .setReason(RouteRefused.Reason.UNSUPPORTED)
                .setMessage("no variant that meets the wishes is capable of json_object")
                .addMissingCapabilities("json_object"));
        String answer = chat("'response_format':{'type':'json_object'}");
        assertStatus(400, answer);
        assertHolds(answer, "'param':'response_format.type','code':'unsupported_parameter'");
        assertNull(platform.node.generated.poll());
    }

    @Test
    void answerThatCouldNotBeGathered_isRefused_andStreamed() throws Exception {
        String fields = "'logprobs':true,'top_logprobs':20,'max_tokens':20000";
        String answer = chat(fields);
        assertStatus(400, answer);
        assertHolds(answer, "'param':'logprobs'");
        assertStatus(200, chat(fields + ",'stream':true"));
        assertStatus(400, chat(fields + ",'stream':true", "Idempotency-Key: big"));
    }

    @Test
    void choiceThatWasNotAskedFor_breaksOff() throws Exception {
        platform.node.play(FakeNode.sends(List.of(says(1, "b")), FinishReason.FINISH_REASON_STOP));
        String answer = chat("'n':1");
        assertTrue(answer.startsWith("HTTP/1.1 50"), answer);
        assertTrue(platform.router.settled.take().hasUnheard());
    }
}
