package dev.cortado.inference.grpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import dev.cortado.contracts.signature.SignedMessages;
import dev.cortado.contracts.signature.Signer;
import dev.cortado.contracts.v1.AdapterChoice;
import dev.cortado.contracts.v1.AttemptToken;
import dev.cortado.contracts.v1.ChatMessage;
import dev.cortado.contracts.v1.GenerateRequest;
import dev.cortado.contracts.v1.MessagePart;
import dev.cortado.contracts.v1.NodeReport;
import dev.cortado.contracts.v1.Receipt;
import dev.cortado.contracts.v1.ResponseFormat;
import dev.cortado.contracts.v1.SamplingOptions;
import dev.cortado.contracts.v1.Signed;
import dev.cortado.contracts.v1.ToolCall;
import dev.cortado.contracts.v1.ToolChoice;
import dev.cortado.contracts.v1.ToolDefinition;
import dev.cortado.inference.attempt.AttemptCall;
import dev.cortado.inference.engine.ChatRole;
import dev.cortado.inference.engine.Conversation;
import dev.cortado.inference.engine.ConversationMessage;
import dev.cortado.inference.engine.Tool;
import dev.cortado.inference.engine.ToolUse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class RequestReaderTest {

    private static final Signer SIGNER = new Signer(Map.of("k", new byte[32]));
    private static final NodeReport NODE = NodeReport.newBuilder()
            .setNodeId("node-1")
            .setNodeIncarnation("life-1")
            .setPoolId("pool")
            .build();

    private final RequestReader reader = new RequestReader(
            new TokenReader(SIGNER),
            new RequestReader.SamplingDefaults(0.7, 0.95, 2, 5, new AnswerLimits(2, 20, 2, 100)));

    @Test
    void read_plainRequest_isUnderstood() {
        GenerateRequest request = request()
                .addMessages(message("assistant", "Hello", " there"))
                .setSampling(SamplingOptions.newBuilder().setSeed(7).addStop("END"))
                .build();
        AttemptCall.Wanted wanted = assertInstanceOf(AttemptCall.Wanted.class, reader.read(request));
        assertEquals(
                new Conversation(List.of(
                        new ConversationMessage(ChatRole.USER, "Hi"),
                        new ConversationMessage(ChatRole.ASSISTANT, "Hello there"))),
                wanted.conversation());
        assertEquals(0.7, wanted.sampling().temperature());
        assertEquals(0.95, wanted.sampling().topP());
        assertEquals(7, wanted.sampling().seed().orElseThrow());
        assertEquals(List.of("END"), wanted.stops());
        assertEquals("small", wanted.grant().variant().value());
        assertEquals(1_000_000_000, wanted.grant().holds().getFirst().amount());
    }

    @Test
    void read_profile_comesFirst() {
        assertEquals(
                List.of(
                        new ConversationMessage(ChatRole.SYSTEM, "Be brief"),
                        new ConversationMessage(ChatRole.USER, "Hi")),
                profiled(false, request -> {}).messages());
    }

    @Test
    void read_profileBesideASystemMessage_isOneSystemMessage() {
        assertEquals(
                List.of(
                        new ConversationMessage(ChatRole.SYSTEM, "Be brief\n\nAnswer in French."),
                        new ConversationMessage(ChatRole.USER, "Hi")),
                profiled(false, request -> request.addMessages(0, message("system", "Answer in French.")))
                        .messages());
    }

    @Test
    void read_profileThatTheVariantCovers_isLeftOut() {
        assertEquals(
                List.of(new ConversationMessage(ChatRole.USER, "Hi")),
                profiled(true, request -> {}).messages());
    }

    @Test
    void read_profileTextThatIsNotTheTokens_isRefused() {
        names("profile_text", request -> request.setProfileText("Be brief"));
        names(
                "profile_text",
                request -> request.setToken(profileToken("Be brief", false)).setProfileText("Be long"));
        names("profile_text", request -> request.setToken(profileToken("Be brief", true)));
    }

    private Conversation profiled(boolean covered, Consumer<GenerateRequest.Builder> change) {
        GenerateRequest.Builder request =
                request().setToken(profileToken("Be brief", covered)).setProfileText("Be brief");
        change.accept(request);
        return assertInstanceOf(AttemptCall.Wanted.class, reader.read(request.build()))
                .conversation();
    }

    private static Signed profileToken(String text, boolean covered) {
        try {
            byte[] sha256 = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return SignedMessages.sign(
                    SIGNER,
                    RouterTokens.token(NODE, "small", 5)
                            .setProfileId("brief@1")
                            .setProfileSha256(ByteString.copyFrom(sha256))
                            .setProfileCovered(covered)
                            .build());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void read_wrongSignatureOrPurpose_isNotGenuine() {
        GenerateRequest good = request().build();
        Signer other = new Signer(
                Map.of("k", "another key of thirty-two bytes!".getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        GenerateRequest forged = good.toBuilder()
                .setToken(SignedMessages.sign(
                        other, RouterTokens.token(NODE, "small", 5).build()))
                .build();
        assertInstanceOf(AttemptCall.NotGenuine.class, reader.read(forged));
        GenerateRequest receipt = good.toBuilder()
                .setToken(SignedMessages.sign(SIGNER, Receipt.getDefaultInstance()))
                .build();
        assertInstanceOf(AttemptCall.NotGenuine.class, reader.read(receipt));
        assertInstanceOf(AttemptCall.NotGenuine.class, reader.read(GenerateRequest.getDefaultInstance()));
    }

    @Test
    void read_signedNonsense_isNotGenuine() {
        AttemptToken.Builder noTokens = RouterTokens.token(NODE, "small", 0);
        assertInstanceOf(
                AttemptCall.NotGenuine.class,
                reader.read(new RouterTokens(SIGNER).request(noTokens, "Hi").build()));
    }

    @Test
    void read_unservedField_isNamed() {
        names(
                "response_format",
                request -> request.setResponseFormat(ResponseFormat.newBuilder().setType("xml")));
        names(
                "adapter",
                request -> request.setAdapter(AdapterChoice.newBuilder().setAdapterId("a")));
        names("raw_prompt", request -> request.setRawPrompt("Once"));
        names(
                "messages[1].name",
                request -> request.addMessages(
                        ChatMessage.newBuilder().setRole("user").setName("Ann")));
        names(
                "messages[1].tool_calls",
                request -> request.addMessages(
                        ChatMessage.newBuilder().setRole("user").addToolCalls(ToolCall.getDefaultInstance())));
        names(
                "messages[1].parts[0]",
                request -> request.addMessages(ChatMessage.newBuilder()
                        .setRole("user")
                        .addParts(MessagePart.newBuilder().setBlob(ByteString.EMPTY))));
        names("messages[1].role", request -> request.addMessages(message("critic", "42")));
    }

    @Test
    void read_answerBeyondItsLimits_isNamed() {
        names(
                "sampling.logit_bias",
                sampling(
                        options -> options.putLogitBias(1, 1).putLogitBias(2, 1).putLogitBias(3, 1)));
        names("logit_bias", sampling(options -> options.putLogitBias(1, 101)));
        names("sampling.top_logprobs", sampling(options -> options.setTopLogprobs(2)));
        names(
                "sampling.top_logprobs",
                sampling(options -> options.setLogprobs(true).setTopLogprobs(21)));
        names("sampling.n", sampling(options -> options.setN(-1)));
        names(
                "tools",
                request -> request.addTools(tool("a")).addTools(tool("b")).addTools(tool("c")));
        names("tools[1].function.name", request -> request.addTools(tool("a")).addTools(tool("a")));
        names("tools[0].function.name", request -> request.addTools(tool("no blanks")));
        names(
                "tools[0].function.parameters",
                request -> request.addTools(tool("a").setParametersJsonSchema(" ".repeat(100) + "{}")));
        names("tool_choice", request -> request.setToolChoice(choice(ToolChoice.Mode.REQUIRED, "")));
        names(
                "tool_choice",
                request -> request.addTools(tool("a")).setToolChoice(choice(ToolChoice.Mode.FUNCTION, "b")));
    }

    @Test
    void read_toolsAndTheirCalls_areUnderstood() {
        AttemptCall.Wanted wanted = wanted(request -> request.addTools(tool("look")
                        .setParametersJsonSchema("{\"type\": \"object\"}")
                        .setStrict(true))
                .setToolChoice(choice(ToolChoice.Mode.FUNCTION, "look"))
                .setParallelToolCalls(false)
                .addMessages(ChatMessage.newBuilder()
                        .setRole("assistant")
                        .addToolCalls(ToolCall.newBuilder().setId("1").setName("look")))
                .addMessages(message("tool", "42").toBuilder().setToolCallId("1")));

        assertEquals(
                new ToolUse(
                        List.of(new Tool("look", "", "{\"type\": \"object\"}", true)),
                        new ToolUse.Choice.Named("look"),
                        false),
                wanted.conversation().tools());
        assertEquals(
                List.of(
                        new ConversationMessage(ChatRole.USER, "Hi"),
                        new ConversationMessage(
                                ChatRole.ASSISTANT,
                                "",
                                List.of(new dev.cortado.inference.engine.ToolCall("1", "look", "{}"))),
                        new ConversationMessage(ChatRole.TOOL, "42", List.of(), "1")),
                wanted.conversation().messages());
    }

    @Test
    void read_noToolIsToBeCalled_showsNone() {
        assertEquals(
                ToolUse.NONE,
                wanted(request -> request.addTools(tool("a")).setToolChoice(choice(ToolChoice.Mode.NONE, "")))
                        .conversation()
                        .tools());
    }

    @Test
    void read_choicesBiasAndLikelihoods_areUnderstood() {
        AttemptCall.Wanted wanted = wanted(sampling(options ->
                options.setN(3).putLogitBias(7, -100).setLogprobs(true).setTopLogprobs(5)));

        assertEquals(3, wanted.sampling().choices());
        assertEquals(Map.of(7, -100.0), wanted.sampling().logitBias());
        assertEquals(5, wanted.sampling().topLogprobs().orElseThrow());
    }

    private AttemptCall.Wanted wanted(Consumer<GenerateRequest.Builder> change) {
        GenerateRequest.Builder request = request();
        change.accept(request);
        return assertInstanceOf(AttemptCall.Wanted.class, reader.read(request.build()));
    }

    private static ToolDefinition.Builder tool(String name) {
        return ToolDefinition.newBuilder().setName(name);
    }

    private static ToolChoice choice(ToolChoice.Mode mode, String name) {
        return ToolChoice.newBuilder().setMode(mode).setFunctionName(name).build();
    }

    @Test
    void read_samplingOutOfRange_isNamed() {
        names("temperature", sampling(options -> options.setTemperature(-1)));
        names("temperature", sampling(options -> options.setTemperature(Double.NaN)));
        names("top_p", sampling(options -> options.setTopP(1.5)));
        names("presence_penalty", sampling(options -> options.setPresencePenalty(3)));
        names("sampling.stop", sampling(options -> options.addStop("")));
        names("sampling.stop", sampling(options -> options.addStop("too long")));
        names(
                "sampling.stop",
                sampling(options -> options.addStop("a").addStop("b").addStop("c")));
        names("messages", GenerateRequest.Builder::clearMessages);
    }

    @Test
    void read_unservedField_isToldAsTheClientCallsIt() {
        assertEquals(
                "messages[1].name",
                field(request -> request.addMessages(
                        ChatMessage.newBuilder().setRole("user").setName("Ann"))));
        assertEquals(
                "messages[1].content[0]",
                field(request -> request.addMessages(ChatMessage.newBuilder()
                        .setRole("user")
                        .addParts(MessagePart.newBuilder().setBlob(ByteString.EMPTY)))));
        assertEquals("stop", field(sampling(options -> options.addStop("too long"))));
        assertEquals("messages", field(GenerateRequest.Builder::clearMessages));
        assertEquals("", field(sampling(options -> options.setTopP(1.5))));
    }

    private String field(Consumer<GenerateRequest.Builder> change) {
        GenerateRequest.Builder request = request();
        change.accept(request);
        return assertInstanceOf(AttemptCall.Unsupported.class, reader.read(request.build()))
                .field();
    }

    private void names(String field, Consumer<GenerateRequest.Builder> change) {
        GenerateRequest.Builder request = request();
        change.accept(request);
        String message = assertInstanceOf(AttemptCall.Unsupported.class, reader.read(request.build()))
                .message();
        assertTrue(message.contains(field), message);
    }

    private static Consumer<GenerateRequest.Builder> sampling(Consumer<SamplingOptions.Builder> change) {
        return request -> change.accept(request.getSamplingBuilder());
    }

    private static ChatMessage message(String role, String... parts) {
        ChatMessage.Builder message = ChatMessage.newBuilder().setRole(role);
        for (String part : parts) {
            message.addParts(MessagePart.newBuilder().setText(part));
        }
        return message.build();
    }

    private static GenerateRequest.Builder request() {
        return new RouterTokens(SIGNER)
                .request(RouterTokens.token(NODE, "small", 5), "Hi")
                .clearSampling();
    }
}
