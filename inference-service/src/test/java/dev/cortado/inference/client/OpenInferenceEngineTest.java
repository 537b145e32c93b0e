package dev.cortado.inference.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import dev.cortado.contracts.openinference.InferParameter;
import dev.cortado.contracts.openinference.InferTensorContents;
import dev.cortado.contracts.openinference.ModelInferRequest;
import dev.cortado.contracts.openinference.ModelInferResponse;
import dev.cortado.contracts.openinference.ModelInferResponse.InferOutputTensor;
import dev.cortado.contracts.openinference.ModelReadyRequest;
import dev.cortado.contracts.openinference.ModelReadyResponse;
import dev.cortado.contracts.openinference.ModelStreamInferResponse;
import dev.cortado.contracts.openinference.ServerLiveRequest;
import dev.cortado.contracts.openinference.ServerLiveResponse;
import dev.cortado.contracts.openinference.ServerMetadataRequest;
import dev.cortado.contracts.openinference.ServerMetadataResponse;
import dev.cortado.contracts.unit.TokenCount;
import dev.cortado.inference.engine.AdapterUse;
import dev.cortado.inference.engine.ChatRole;
import dev.cortado.inference.engine.ChatTemplate;
import dev.cortado.inference.engine.Conversation;
import dev.cortado.inference.engine.ConversationMessage;
import dev.cortado.inference.engine.Engine;
import dev.cortado.inference.engine.Generation;
import dev.cortado.inference.engine.GenerationEnd.Generated;
import dev.cortado.inference.engine.GenerationEnd.Obstacle;
import dev.cortado.inference.engine.GenerationEnd.TurnedAway;
import dev.cortado.inference.engine.GenerationOrder;
import dev.cortado.inference.engine.PreparedPrompt;
import dev.cortado.inference.engine.PromptPreparation;
import dev.cortado.inference.engine.Sampling;
import dev.cortado.inference.engine.StopCause;
import dev.cortado.inference.engine.Submission;
import dev.cortado.inference.engine.Tenant;
import dev.cortado.inference.template.JinjavaTemplates;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.grpc.common.GrpcMessageDecoder;
import io.vertx.grpc.common.GrpcMessageEncoder;
import io.vertx.grpc.common.GrpcStatus;
import io.vertx.grpc.common.ServiceMethod;
import io.vertx.grpc.common.ServiceName;
import io.vertx.grpc.server.GrpcServer;
import io.vertx.grpc.server.GrpcServerRequest;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The Open Inference adapter over real gRPC, against answers in Triton's form: raw contents, and any number of pieces
/// to one request.
class OpenInferenceEngineTest {

    private static final ServiceName SERVICE = ServiceName.create("inference", "GRPCInferenceService");

    private final Queue<ModelInferRequest> asked = new ConcurrentLinkedQueue<>();
    private final Queue<Consumer<GrpcServerRequest<ModelInferRequest, ModelStreamInferResponse>>> answers =
            new ConcurrentLinkedQueue<>();
    private Vertx vertx;
    private HttpServer http;
    private Engine engine;
    private volatile boolean ready = true;

    @BeforeEach
    void start() throws Exception {
        vertx = Vertx.vertx();
        GrpcServer grpc = GrpcServer.server(vertx);
        grpc.callHandler(
                method("ServerLive", ServerLiveRequest.parser()),
                call -> call.handler(asking -> call.response()
                        .end(ServerLiveResponse.newBuilder().setLive(true).build())));
        grpc.callHandler(
                method("ModelReady", ModelReadyRequest.parser()),
                call -> call.handler(asking -> call.response()
                        .end(ModelReadyResponse.newBuilder().setReady(ready).build())));
        grpc.callHandler(
                method("ServerMetadata", ServerMetadataRequest.parser()),
                call -> call.handler(asking -> call.response()
                        .end(ServerMetadataResponse.newBuilder()
                                .setName("triton")
                                .setVersion("2.50.0")
                                .build())));
        ServiceMethod<ModelInferRequest, ModelStreamInferResponse> stream =
                method("ModelStreamInfer", ModelInferRequest.parser());
        grpc.callHandler(
                stream,
                call -> call.handler(request -> {
                    asked.add(request);
                    answers.remove().accept(call);
                }));
        http = vertx.createHttpServer()
                .requestHandler(grpc)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        engine = engine(http.actualPort());
    }

    private Engine engine(int port) throws InterruptedException {
        OpenInferenceSettings settings = new OpenInferenceSettings(
                URI.create("grpc://127.0.0.1:" + port),
                ServerKey.ofVariable("secret-of-triton", "KEY"),
                Duration.ofSeconds(1),
                Duration.ofSeconds(1),
                true,
                true,
                new OpenInferenceSettings.Tensors(
                        "text_input",
                        "max_tokens",
                        "temperature",
                        "",
                        "random_seed",
                        "stop_words",
                        "stream",
                        "",
                        "text_output",
                        "",
                        "num_output_tokens"),
                Map.of("exclude_input_in_output", "BOOL:true"));
        return RealEngine.engine(
                "ensemble",
                Duration.ofMillis(1500),
                model -> new OpenInferenceServer(
                        model.name(),
                        settings,
                        new JinjavaTemplates()
                                .compile(
                                        "{% for m in messages %}<{{ m.role }}>{{ m.content }}{% endfor %}",
                                        new ChatTemplate.SpecialTexts("", "")),
                        vertx));
    }

    private static <Q extends Message, A extends Message> ServiceMethod<Q, A> method(String name, Parser<Q> parser) {
        return ServiceMethod.server(SERVICE, name, GrpcMessageEncoder.encoder(), GrpcMessageDecoder.decoder(parser));
    }

    @AfterEach
    void stop() {
        engine.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void pieces_comeAsTheyAreSentAndTheirCountsAddUp() {
        answers.add(call -> {
            call.response().write(piece("Grüße", 2));
            call.response().write(piece(" 🙂", 1));
            call.response()
                    .end(ModelStreamInferResponse.newBuilder()
                            .setInferResponse(ModelInferResponse.newBuilder()
                                    .putParameters(
                                            "triton_final_response",
                                            InferParameter.newBuilder()
                                                    .setBoolParam(true)
                                                    .build()))
                            .build());
        });
        Heard heard = ask(OptionalLong.of(5));
        assertEquals(List.of("Grüße", " 🙂"), heard.deltas);
        Generated end = heard.generated();
        assertEquals(StopCause.STOP, end.cause());
        assertEquals(TokenCount.of(3), end.completionTokens());
        ModelInferRequest request = asked.element();
        assertEquals("ensemble", request.getModelName());
        assertEquals(
                List.of("text_input", "max_tokens", "temperature", "random_seed", "stream", "exclude_input_in_output"),
                request.getInputsList().stream()
                        .map(ModelInferRequest.InferInputTensor::getName)
                        .toList());
        assertEquals(List.of(1L, 1L), request.getInputs(0).getShapeList());
        assertEquals(
                "<user>Say hi.",
                request.getInputs(0).getContents().getBytesContents(0).toString(StandardCharsets.UTF_8));
        assertEquals(8, request.getInputs(1).getContents().getIntContents(0));
    }

    @Test
    void characterCutByTheBorderOfPieces_comesOutWhole() {
        byte[] smile = "🙂!".getBytes(StandardCharsets.UTF_8);
        answers.add(call -> {
            call.response().write(piece(Arrays.copyOfRange(smile, 0, 1), 1));
            call.response().write(piece(Arrays.copyOfRange(smile, 1, 3), 1));
            call.response().end(piece(Arrays.copyOfRange(smile, 3, smile.length), 1));
        });
        Heard heard = ask(OptionalLong.empty());
        assertEquals("🙂!", heard.text());
        assertEquals(TokenCount.of(3), heard.generated().completionTokens());
    }

    @Test
    void promptIsBoundedByWhatIsSent() {
        PreparedPrompt prompt = prompt();
        assertTrue(!prompt.exact() && prompt.size() >= "<user>Say hi.".length() && prompt.size() < 30);
    }

    @Test
    void errorInTheStream_isToldWithoutTheKey() {
        answers.add(call -> {
            call.response().write(piece("half", 1));
            call.response()
                    .end(ModelStreamInferResponse.newBuilder()
                            .setErrorMessage("no memory for secret-of-triton")
                            .build());
        });
        Generated end = ask(OptionalLong.empty()).generated();
        assertEquals(StopCause.ERROR, end.cause());
        assertEquals("the server reports an error: no memory for [key]", end.errorMessage());
        assertEquals(TokenCount.of(1), end.completionTokens());
        servesOn();
    }

    @Test
    void statusBeforeTheFirstPiece_decidesWhatBecomesOfTheAttempt() {
        answers.add(call -> call.response()
                .status(GrpcStatus.INVALID_ARGUMENT)
                .statusMessage("bad shape")
                .end());
        TurnedAway end = (TurnedAway) ask(OptionalLong.empty()).end();
        assertEquals(Obstacle.UNSUPPORTED, end.obstacle());
        assertTrue(end.message().contains("bad shape"));
        servesOn();
    }

    @Test
    void unavailable_isTriedAgain() {
        answers.add(call -> call.response().status(GrpcStatus.UNAVAILABLE).end());
        answers.add(call -> call.response().end(piece("Hi", 1)));
        assertEquals("Hi", ask(OptionalLong.empty()).text());
    }

    @Test
    void outputOfAnotherType_isGarbage() {
        answers.add(call -> call.response()
                .end(ModelStreamInferResponse.newBuilder()
                        .setInferResponse(ModelInferResponse.newBuilder()
                                .addOutputs(InferOutputTensor.newBuilder()
                                        .setName("text_output")
                                        .setDatatype("FP32")
                                        .setContents(
                                                InferTensorContents.newBuilder().addFp32Contents(1))))
                        .build()));
        assertEquals(
                "the output 'text_output' is of type FP32",
                ((TurnedAway) ask(OptionalLong.empty()).end()).message());
        servesOn();
    }

    @Test
    void hangAndCancel_resetTheStream() throws Exception {
        CountDownLatch reset = new CountDownLatch(2);
        Consumer<GrpcServerRequest<ModelInferRequest, ModelStreamInferResponse>> hang =
                call -> call.response().exceptionHandler(gone -> reset.countDown());
        answers.add(hang);
        assertEquals(
                "the server did not begin to answer within 1500 ms",
                ((TurnedAway) ask(OptionalLong.empty()).end()).message());
        answers.add(call -> {
            hang.accept(call);
            call.response().write(piece("one", 1));
        });
        Heard heard = new Heard();
        Generation generation = submit(OptionalLong.empty(), heard);
        heard.awaitFirst();
        generation.cancel();
        assertEquals(StopCause.CANCELLED, heard.generated().cause());
        assertTrue(reset.await(3, TimeUnit.SECONDS));
        servesOn();
    }

    @Test
    void modelThatIsNotReady_isAnOutage() throws Exception {
        ready = false;
        for (int i = 0; i < 200 && engine.running(); i++) {
            Thread.sleep(20);
        }
        assertEquals("the server's model 'ensemble' is not ready", engine.outage());
    }

    private void servesOn() {
        answers.add(call -> call.response().end(piece("Hi", 1)));
        assertEquals("Hi", ask(OptionalLong.empty()).text());
        assertTrue(engine.running());
    }

    private static ModelStreamInferResponse piece(String text, int tokens) {
        return piece(text.getBytes(StandardCharsets.UTF_8), tokens);
    }

    private static ModelStreamInferResponse piece(byte[] bytes, int tokens) {
        ByteBuffer raw = ByteBuffer.allocate(Integer.BYTES + bytes.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(bytes.length)
                .put(bytes)
                .flip();
        ByteBuffer count = ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(tokens)
                .flip();
        return ModelStreamInferResponse.newBuilder()
                .setInferResponse(ModelInferResponse.newBuilder()
                        .addOutputs(InferOutputTensor.newBuilder()
                                .setName("text_output")
                                .setDatatype("BYTES")
                                .addShape(1))
                        .addOutputs(InferOutputTensor.newBuilder()
                                .setName("num_output_tokens")
                                .setDatatype("UINT32")
                                .addShape(1))
                        .addRawOutputContents(ByteString.copyFrom(raw))
                        .addRawOutputContents(ByteString.copyFrom(count)))
                .build();
    }

    private PreparedPrompt prompt() {
        return assertInstanceOf(
                        PromptPreparation.Prepared.class,
                        engine.prepare(new Conversation(List.of(new ConversationMessage(ChatRole.USER, "Say hi.")))))
                .prompt();
    }

    private Heard ask(OptionalLong seed) {
        Heard heard = new Heard();
        submit(seed, heard);
        heard.end();
        return heard;
    }

    private Generation submit(OptionalLong seed, Heard heard) {
        Instant latest = Instant.now().plusSeconds(20);
        return ((Submission.Submitted) engine.submit(
                        new GenerationOrder(
                                new Tenant("organisation"),
                                AdapterUse.NONE,
                                prompt(),
                                TokenCount.of(8),
                                new Sampling(0, 1, seed, 0, 0),
                                List.of(),
                                latest,
                                latest),
                        heard))
                .generation();
    }
}
