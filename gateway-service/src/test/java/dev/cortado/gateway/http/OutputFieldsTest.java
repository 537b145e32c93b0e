package dev.cortado.gateway.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cortado.gateway.chat.ChatMessage;
import dev.cortado.gateway.chat.ChatRequest;
import dev.cortado.gateway.chat.ResponseFormat;
import dev.cortado.gateway.chat.Role;
import dev.cortado.gateway.chat.ToolCall;
import dev.cortado.gateway.chat.ToolChoice;
import dev.cortado.gateway.chat.ToolDefinition;
import dev.cortado.gateway.chat.Tools;
import dev.cortado.gateway.http.RequestLimits.OutputLimits;
import io.vertx.core.MultiMap;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What is asked of an answer's form: choices, log probabilities, biases, formats and tools.
class OutputFieldsTest {

    private static final String USER = "{'role':'user','content':'Hi'}";
    private static final String TOOL = "{'type':'function','function':{'name':'f'}}";
    private static final String CALL = "{'id':'c1','type':'function','function':{'name':'f','arguments':'{}'}}";
    private static final String CALLING = "{'role':'assistant','content':null,'tool_calls':[" + CALL + "]}";
    private static final String RESULT = "{'role':'tool','tool_call_id':'c1','content':'7'}";

    private final ChatRequestReader reader = new ChatRequestReader(
            new RequestLimits(100_000, 32, 8, 16, 1024, 4096, new OutputLimits(4, 3, 3, 3, 200, 0, false)));

    /// @param body JSON with apostrophes for quotation marks
    private ChatRequest read(String body) throws InvalidRequest {
        byte[] json = body.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        return reader.read(json, MultiMap.caseInsensitiveMultiMap());
    }

    private ChatRequest with(String fields) throws InvalidRequest {
        return read("{'model':'auto','messages':[" + USER + "]," + fields + "}");
    }

    private ChatRequest saying(String messages) throws InvalidRequest {
        return read("{'model':'auto','messages':[" + messages + "]}");
    }

    @Test
    void choicesAndLogprobs_areRead() throws Exception {
        ChatRequest request = with("'n':4,'logprobs':true,'top_logprobs':20");
        assertEquals(4, request.output().choices());
        assertEquals(20, request.output().topLogprobs());
        assertEquals(0, with("'logprobs':true").output().topLogprobs());
        assertEquals(0, with("'logprobs':true,'top_logprobs':null").output().topLogprobs());
        assertNull(with("'logprobs':false,'top_logprobs':0").output().topLogprobs());
        assertEquals(1, with("'n':null").output().choices());
    }

    @Test
    void logitBias_isReadByTokenId() throws Exception {
        assertEquals(
                Map.of(0, -100.0, 50256, 1.5, 999_999_999, 100.0),
                with("'logit_bias':{'50256':1.5,'0':-100,'999999999':100}")
                        .sampling()
                        .logitBias());
        assertEquals(Map.of(), with("'logit_bias':{}").sampling().logitBias());
    }

    @Test
    void responseFormats_areRead_withTheSchemaAsItWasWritten() throws Exception {
        assertEquals(
                new ResponseFormat.Text(),
                with("'response_format':{'type':'text'}").output().format());
        assertEquals(
                new ResponseFormat.JsonObject(),
                with("'response_format':{'type':'json_object','json_schema':null}")
                        .output()
                        .format());
        String schema = "{'type':'object', 'b':{'enum':[1.50, 1e3, null, true, 'x\\n']},\n 'a':[]}";
        assertEquals(
                new ResponseFormat.JsonSchema(
                        "person-1_A",
                        "{'type':'object','b':{'enum':[1.50,1e3,null,true,'x\\n']},'a':[]}".replace('\'', '"')),
                with("'response_format':{'json_schema':{'schema':" + schema
                                + ",'strict':true,'name':'person-1_A','description':'d'},'type':'json_schema'}")
                        .output()
                        .format());
    }

    @Test
    void tools_areRead_withTheirChoice() throws Exception {
        String tool = "{'function':{'parameters':{'type': 'object'},'strict':true,'description':'Says.','name':'say'},"
                + "'type':'function'}";
        ToolDefinition say = new ToolDefinition("say", "Says.", "{\"type\":\"object\"}", true);
        ToolDefinition f = new ToolDefinition("f", "", "", false);
        String tools = "'tools':[" + tool + "," + TOOL + "]";
        assertEquals(
                new Tools(List.of(say, f), new ToolChoice.Auto(), null),
                with(tools).tools());
        assertEquals(
                new Tools(List.of(say, f), new ToolChoice.Required(), false),
                with("'tool_choice':'required','parallel_tool_calls':false," + tools)
                        .tools());
        assertEquals(
                new ToolChoice.Function("say"),
                with("'tool_choice':{'type':'function','function':{'name':'say'}}," + tools)
                        .tools()
                        .choice());
        assertEquals(Tools.NONE, with("'tool_choice':'none'," + tools).tools());
        assertEquals(Tools.NONE, with("'tools':[],'tool_choice':'none'").tools());
    }

    @Test
    void callsAndTheirResults_areRead() throws Exception {
        assertEquals(
                List.of(
                        ChatMessage.of(Role.USER, "Hi"),
                        new ChatMessage(Role.ASSISTANT, List.of(), List.of(new ToolCall("c1", "f", "{}")), ""),
                        new ChatMessage(Role.TOOL, List.of("7"), List.of(), "c1"),
                        ChatMessage.of(Role.ASSISTANT, "Seven.")),
                saying(USER + "," + CALLING + "," + RESULT
                                + ",{'role':'assistant','content':'Seven.','tool_calls':[],'refusal':null}")
                        .messages());
        String two = CALLING.replace(CALL, CALL + "," + CALL.replace("c1", "c2"));
        saying(two + "," + RESULT.replace("c1", "c2") + "," + RESULT);
        saying(CALLING.replace("null", "''") + "," + RESULT + "," + CALLING + "," + RESULT);
        saying(CALLING.replace("'content':null,", "") + "," + RESULT);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "'n':0 | n",
                "'n':5 | n",
                "'n':1.0 | n",
                "'n':'2' | n",
                "'logprobs':1 | logprobs",
                "'logprobs':true,'top_logprobs':21 | top_logprobs",
                "'logprobs':true,'top_logprobs':-1 | top_logprobs",
                "'logprobs':true,'top_logprobs':true | top_logprobs",
                "'top_logprobs':3 | top_logprobs",
                "'logprobs':false,'top_logprobs':3 | top_logprobs",
                "'logit_bias':[] | logit_bias",
                "'logit_bias':{'7':101} | logit_bias.7",
                "'logit_bias':{'7':-100.5} | logit_bias.7",
                "'logit_bias':{'7':'1'} | logit_bias.7",
                "'logit_bias':{'7':null} | logit_bias.7",
                "'logit_bias':{'7':1,'7':1} | logit_bias.7",
                "'logit_bias':{'07':1} | logit_bias.07",
                "'logit_bias':{'-7':1} | logit_bias.-7",
                "'logit_bias':{'x':1} | logit_bias.x",
                "'logit_bias':{'':1} | logit_bias.",
                "'logit_bias':{'1000000000':1} | logit_bias.1000000000",
                "'logit_bias':{'1':1,'2':1,'3':1,'4':1} | logit_bias.4",
                "'response_format':'json_object' | response_format",
                "'response_format':{} | response_format.type",
                "'response_format':{'type':null} | response_format.type",
                "'response_format':{'type':'xml'} | response_format.type",
                "'response_format':{'type':'json_object','schema':{}} | response_format.schema",
                "'response_format':{'type':'text','json_schema':{'name':'a','schema':{}}} | response_format",
                "'response_format':{'type':'json_schema'} | response_format.json_schema",
                "'response_format':{'type':'json_schema','json_schema':{'schema':{}}} | response_format.json_schema.name",
                "'response_format':{'json_schema':{'name':'a b','schema':{}}} | response_format.json_schema.name",
                "'response_format':{'json_schema':{'name':'','schema':{}}} | response_format.json_schema.name",
                "'response_format':{'json_schema':{'name':null,'schema':{}}} | response_format.json_schema.name",
                "'response_format':{'json_schema':{'name':'a'}} | response_format.json_schema.schema",
                "'response_format':{'json_schema':{'name':'a','schema':true}} | response_format.json_schema.schema",
                "'response_format':{'json_schema':{'name':'a','schema':{},'strict':1}} | response_format.json_schema.strict",
                "'response_format':{'json_schema':{'name':'a','schema':{},'more':1}} | response_format.json_schema.more",
                "'response_format':{'json_schema':{'schema':{'a':{'b':1,'b':2}}}} | response_format.json_schema.schema.a.b",
                "'response_format':{'json_schema':{'schema':{'a':['\\ud800']}}} | response_format.json_schema.schema.a[0]",
                "'tools':{} | tools",
                "'tools':[7] | tools[0]",
                "'tools':[{}] | tools[0].type",
                "'tools':[{'type':'function'}] | tools[0].function",
                "'tools':[{'type':'function','function':null}] | tools[0].function",
                "'tools':[{'type':'function','function':{}}] | tools[0].function.name",
                "'tools':[{'type':'retrieval'}] | tools[0].type",
                "'tools':[{'type':'custom','custom':{'name':'c'}}] | tools[0].type",
                "'tools':[{'type':'function','function':{'name':'a.b'}}] | tools[0].function.name",
                "'tools':[{'type':'function','function':{'name':7}}] | tools[0].function.name",
                "'tools':[{'type':'function','function':{'name':'f','description':7}}] | tools[0].function.description",
                "'tools':[{'type':'function','function':{'name':'f','parameters':[]}}] | tools[0].function.parameters",
                "'tools':[{'type':'function','function':{'name':'f','strict':'no'}}] | tools[0].function.strict",
                "'tools':[{'type':'function','function':{'name':'f','returns':{}}}] | tools[0].function.returns",
                "'tool_choice':'auto' | tool_choice",
                "'tools':[],'tool_choice':'required' | tool_choice",
                "'tool_choice':{'type':'function','function':{'name':'f'}} | tool_choice"
            })
    void badFields_areRefusedByName(String fields, String param) {
        ApiError error = refusal(fields);
        assertEquals(param, error.param(), error.message());
        assertTrue(error.message().contains(param), error.message());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "'tool_choice':'any' | tool_choice",
                "'tool_choice':true | tool_choice",
                "'tool_choice':{} | tool_choice.type",
                "'tool_choice':{'type':'function'} | tool_choice.function",
                "'tool_choice':{'type':'function','function':{}} | tool_choice.function.name",
                "'tool_choice':{'type':'function','function':{'name':'g'}} | tool_choice.function.name",
                "'tool_choice':{'type':'allowed_tools'} | tool_choice.type",
                "'parallel_tool_calls':1 | parallel_tool_calls"
            })
    void badChoicesOfTools_areRefusedByName(String fields, String param) {
        ApiError error = refusal("'tools':[" + TOOL + "]," + fields);
        assertEquals(param, error.param(), error.message());
    }

    private ApiError refusal(String fields) {
        ApiError error =
                assertThrows(InvalidRequest.class, () -> with(fields), fields).error();
        assertEquals(400, error.status());
        return error;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "'functions':[{}] | functions | send 'tools' instead",
                "'functions':{} | functions | send 'tools' instead",
                "'function_call':'auto' | function_call | send 'tool_choice' instead",
                "'function_call':{'name':'f'} | function_call | send 'tool_choice' instead"
            })
    void whatOpenAiReplaced_isRefusedWithItsSuccessor(String fields, String param, String hint) {
        ApiError error = refusal(fields);
        assertEquals(param, error.param());
        assertEquals("unsupported_parameter", error.code());
        assertTrue(error.message().endsWith(hint), error.message());
    }

    @Test
    void functionsDeclaredTwice_orTooMany_areRefused() {
        assertEquals(
                "tools[1].function.name",
                refusal("'tools':[" + TOOL + "," + TOOL + "]").param());
        String four = String.join(
                ",",
                IntStream.range(0, 4)
                        .mapToObj(i -> TOOL.replace("'f'", "'f" + i + "'"))
                        .toList());
        assertEquals("tools[3]", refusal("'tools':[" + four + "]").param());
    }

    @Test
    void schemaOfTooManyBytes_isRefused() {
        String schema = "{'a':'" + "x".repeat(200) + "'}";
        assertEquals(
                "tools[0].function.parameters",
                refusal("'tools':[" + TOOL.replace("'f'", "'f','parameters':" + schema) + "]")
                        .param());
        assertEquals(
                "response_format.json_schema.schema",
                refusal("'response_format':{'json_schema':{'schema':" + schema + "}}")
                        .param());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'role':'tool','tool_call_id':'c1','content':'7'} | messages[0].tool_call_id",
                "{'role':'tool','content':'7'} | messages[0].tool_call_id",
                "CALLING,{'role':'tool','tool_call_id':'c2','content':'7'} | messages[1].tool_call_id",
                "CALLING,RESULT,RESULT | messages[2].tool_call_id",
                "CALLING | messages[0].tool_calls[0].id",
                "CALLING,USER | messages[0].tool_calls[0].id",
                "CALLING,USER,RESULT | messages[0].tool_calls[0].id",
                "CALLING,{'role':'tool','tool_call_id':'c1'} | messages[1].content",
                "CALLING,{'role':'tool','tool_call_id':'c1','content':null} | messages[1].content",
                "{'role':'assistant','tool_calls':[CALL,CALL]} | messages[0].tool_calls[1].id",
                "{'role':'assistant','tool_calls':[CALL,CALL,CALL,CALL]} | messages[0].tool_calls[3]",
                "{'role':'user','content':'x','tool_calls':[CALL]} | messages[0].tool_calls",
                "{'role':'user','content':'x','tool_call_id':'c1'} | messages[0].tool_call_id",
                "{'role':'assistant','content':null} | messages[0].content",
                "{'role':'assistant','content':null,'tool_calls':[]} | messages[0].content",
                "{'role':'assistant','tool_calls':[{}]} | messages[0].tool_calls[0].id",
                "{'role':'assistant','tool_calls':[{'id':''}]} | messages[0].tool_calls[0].id",
                "{'role':'assistant','tool_calls':[{'id':'c'}]} | messages[0].tool_calls[0].type",
                "{'role':'assistant','tool_calls':[{'id':'c','type':'custom'}]} | messages[0].tool_calls[0].type",
                "{'role':'assistant','tool_calls':[{'id':'c','type':'function'}]} | messages[0].tool_calls[0].function",
                "{'role':'assistant','tool_calls':[{'function':{'name':'f'}}]} | messages[0].tool_calls[0].function.arguments",
                "{'role':'assistant','tool_calls':[{'function':{'arguments':'{}'}}]} | messages[0].tool_calls[0].function.name",
                "{'role':'assistant','tool_calls':[{'function':{'arguments':{}}}]} | messages[0].tool_calls[0].function.arguments",
                "{'role':'assistant','content':'x','function_call':{'name':'f'}} | messages[0].function_call",
                "{'role':'function','content':'x'} | messages[0].role"
            })
    void badMessages_areRefusedByName(String messagesAndParam) {
        String[] parts = messagesAndParam.split(" \\| ", -1);
        String messages = parts[0].replace("CALLING", CALLING)
                .replace("RESULT", RESULT)
                .replace("USER", USER)
                .replace("CALL", CALL);
        ApiError error = assertThrows(InvalidRequest.class, () -> saying(messages), messages)
                .error();
        assertEquals(parts[1], error.param(), error.message());
        assertEquals(400, error.status());
    }
}
