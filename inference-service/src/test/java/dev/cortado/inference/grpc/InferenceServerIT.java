package dev.cortado.inference.grpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cortado.contracts.signature.SignedMessages;
import dev.cortado.contracts.signature.Signer;
import dev.cortado.contracts.unit.NodeId;
import dev.cortado.contracts.unit.NodeIncarnation;
import dev.cortado.contracts.unit.PoolId;
import dev.cortado.contracts.v1.AdapterChoice;
import dev.cortado.contracts.v1.AttemptToken;
import dev.cortado.contracts.v1.CountedBy;
import dev.cortado.contracts.v1.FinishReason;
import dev.cortado.contracts.v1.GenerateEvent;
import dev.cortado.contracts.v1.GenerateRequest;
import dev.cortado.contracts.v1.GenerationDelta;
import dev.cortado.contracts.v1.GenerationFinished;
import dev.cortado.contracts.v1.NodeReport;
import dev.cortado.contracts.v1.Receipt;
import dev.cortado.contracts.v1.Refusal;
import dev.cortado.contracts.v1.RefusalReason;
import dev.cortado.contracts.v1.ResponseFormat;
import dev.cortado.contracts.v1.SamplingOptions;
import dev.cortado.contracts.v1.TokenLogprob;
import dev.cortado.contracts.v1.VariantReport;
import dev.cortado.contracts.v1.VariantState;
import dev.cortado.inference.attempt.AttemptFlow;
import dev.cortado.inference.attempt.FakeUsageLog;
import dev.cortado.inference.attempt.PreparationPool;
import dev.cortado.inference.http.InferenceMetrics;
import dev.cortado.inference.llama.RealEngines;
import dev.cortado.inference.meter.FinishCause;
import dev.cortado.inference.meter.MeteredAttempt;
import dev.cortado.inference.meter.MeteringGate;
import dev.cortado.inference.meter.UsageLog;
import dev.cortado.inference.node.Changes;
import dev.cortado.inference.node.HardwareDescription;
import dev.cortado.inference.node.Node;
import dev.cortado.inference.node.VariantPlan;
import dev.cortado.inference.node.Variants;
import dev.cortado.inference.verify.NodeIdentity;
import dev.cortado.inference.verify.TokenVerifier;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// The node over gRPC with the small model and a usage log in memory.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class InferenceServerIT {

    private static final Signer SIGNER = new Signer(Map.of("k", new byte[32]));
    private static final InstantSource CLOCK = InstantSource.system();

    private final Vertx vertx = Vertx.vertx();
    private final FakeUsageLog log = new FakeUsageLog();
    private final MeteringGate gate = new MeteringGate(Duration.ofMinutes(10), Duration.ofSeconds(5));
    private final RouterTokens tokens = new RouterTokens(SIGNER);
    private final PreparationPool preparation = new PreparationPool(1, 16, 16);
    private Node node;
    private AttemptFlow flow;
    private InferenceServer server;
    private NodeClient client;
    private List<NodeReport> reports;

    @BeforeAll
    void start() throws Exception {
        VariantPlan catalogued = RealEngines.plan(RealEngines.SMALL);
        VariantPlan plan = new VariantPlan(catalogued.id(), catalogued.file(), 4_096, 2);
        Changes changes = new Changes();
        Variants variants = new Variants(
                RealEngines.loader(), List.of(plan), Duration.ofMillis(50), changes::changed, (which, status) -> {});
        NodeIdentity identity = new NodeIdentity(new NodeId("node-1"), new NodeIncarnation("life-1"));
        node = new Node(
                identity, new PoolId("cpu-small"), new HardwareDescription("cpu", "test", 1, 1), variants, changes);
        flow = new AttemptFlow(
                node,
                new TokenVerifier(identity, 1_000),
                gate,
                log,
                preparation,
                new InferenceMetrics(new SimpleMeterRegistry()),
                CLOCK);
        InferenceServer.Settings settings =
                new InferenceServer.Settings("127.0.0.1", 0, 2, 1 << 20, 64, Duration.ofSeconds(1), 0.7, 0.95, 16, 256);
        server = new InferenceServer(vertx, settings, node, flow, gate, SIGNER, CLOCK);
        server.start().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
        client = new NodeClient(server.port());
        reports = client.watch();
        await(() -> !reports.isEmpty());
        assertEquals(
                VariantState.VARIANT_STATE_LOADING,
                reports.getFirst().getVariants(0).getState());
        assertFalse(reports.getFirst().getMeteringAvailable());
        assertEquals("usage events are not acknowledged", reports.getFirst().getMeteringMessage());
        gate.probeAcknowledged(CLOCK.instant());
        log.outcome = new UsageLog.Appended(CLOCK.instant());
        variants.loadAll();
        await(() -> variant().getState() == VariantState.VARIANT_STATE_READY);
    }

    @AfterAll
    void stop() {
        client.close();
        server.stop().toCompletionStage().toCompletableFuture().join();
        node.variants().close();
        preparation.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void generate_choicesWithLikelihoodsAsJson_areToldApartAndMeteredAsOne() throws Exception {
        NodeClient.Call call = client.generate(tokens.request(token(60), "Describe a cat.")
                .setSampling(SamplingOptions.newBuilder()
                        .setN(2)
                        .setSeed(3)
                        .setTemperature(1)
                        .setLogprobs(true)
                        .setTopLogprobs(2))
                .setResponseFormat(ResponseFormat.newBuilder()
                        .setType("json_schema")
                        .setJsonSchema("{\"type\": \"object\", \"properties\": {\"age\": {\"type\": \"integer\","
                                + " \"minimum\": 1, \"maximum\": 20}}, \"required\": [\"age\"]}"))
                .build());
        GenerationFinished finished = call.last().getFinished();

        assertEquals(2, finished.getChoicesCount());
        for (int choice = 0; choice < 2; choice++) {
            int index = choice;
            String text = call.events.stream()
                    .map(GenerateEvent::getDelta)
                    .filter(delta -> delta.getIndex() == index)
                    .map(GenerationDelta::getText)
                    .collect(Collectors.joining());
            assertTrue(text.matches("\\{\\s*\"age\":\\s*(1?[0-9]|20)\\s*}"), text);
        }
        List<TokenLogprob> told = call.events.stream()
                .flatMap(event -> event.getDelta().getLogprobsList().stream())
                .toList();
        assertTrue(told.size() > 6);
        told.forEach(token -> {
            assertTrue(token.getLogprob() <= 0);
            assertEquals(2, token.getTopCount());
        });
        // Each choice ends its turn with a token that shows nowhere.
        assertEquals(told.size() + 2, finished.getUsage().getCompletion().getCount());
        assertEquals(
                call.events.getFirst().getAccepted().getPromptTokens(),
                finished.getUsage().getPrompt().getCount());
        assertTrue(variant().getCapabilitiesList().containsAll(List.of("n", "logprobs", "json_schema")));
        assertFalse(variant().getCapabilitiesList().contains("tools"));
    }

    @Test
    void generate_question_streamsMetersAndThenFinishes() throws Exception {
        NodeClient.Call call =
                client.generate(tokens.request(token(30), "What is 2+2?").build());
        GenerationFinished finished = call.last().getFinished();
        assertTrue(call.text().contains("4"), call.text());
        assertTrue(call.events.getFirst().hasAccepted());
        assertEquals(FinishReason.FINISH_REASON_STOP, finished.getFinishReason());
        MeteredAttempt metered = log.appended.getLast();
        assertEquals(metered.cost().nanos(), finished.getCostNanoUsd());
        Receipt receipt = SignedMessages.open(SIGNER, finished.getReceipt(), Receipt.getDefaultInstance())
                .orElseThrow();
        assertTrue(receipt.hasAppendedAt());
        assertEquals(finished.getCostNanoUsd(), receipt.getCostNanoUsd());
        assertEquals(
                call.events.getFirst().getAccepted().getPromptTokens(),
                receipt.getUsage().getPrompt().getCount());
    }

    @Test
    void generate_sameTokenTwice_isRefused() throws Exception {
        GenerateRequest request = tokens.request(token(2), "Hi").build();
        assertTrue(client.generate(request).last().hasFinished());
        assertEquals(RefusalReason.REFUSAL_REASON_TOKEN_USED, refusal(request).getReason());
    }

    @Test
    void generate_badTokens_areRefusedByReason() throws Exception {
        GenerateRequest forged = GenerateRequest.newBuilder()
                .setToken(SignedMessages.sign(
                        new Signer(Map.of("k", "x".repeat(32).getBytes(java.nio.charset.StandardCharsets.UTF_8))),
                        token(2).build()))
                .build();
        assertEquals(RefusalReason.REFUSAL_REASON_BAD_SIGNATURE, refusal(forged).getReason());
        assertEquals(
                RefusalReason.REFUSAL_REASON_OTHER_INCARNATION,
                refusal(token(2).setNodeIncarnation("life-0")).getReason());
        assertEquals(
                RefusalReason.REFUSAL_REASON_TOKEN_EXPIRED,
                refusal(token(2).setStartBy(RouterTokens.timestamp(Instant.now().minusSeconds(1))))
                        .getReason());
        assertEquals(
                RefusalReason.REFUSAL_REASON_VARIANT_NOT_LOADED,
                refusal(token(2).setVariantId("other")).getReason());
    }

    @Test
    void generate_promptLongerThanTheContext_isRefusedWithHowLongItIsAtLeast() throws Exception {
        Refusal refusal =
                refusal(tokens.request(token(2), "word ".repeat(5_000)).build());
        assertEquals(RefusalReason.REFUSAL_REASON_CONTEXT_TOO_LONG, refusal.getReason());
        assertTrue(refusal.getMessage().startsWith("a prompt of at least "), refusal.getMessage());
        assertTrue(refusal.getPromptTokens() > 4_096, "it is counted until it is seen to be too long");
        assertEquals(4_096, refusal.getContextTokensMax());
    }

    @Test
    void generate_smallHold_isCutOrRefused() throws Exception {
        long promptTokens = client.generate(
                        tokens.request(token(1), "Tell me a story").build())
                .last()
                .getFinished()
                .getUsage()
                .getPrompt()
                .getCount();
        NodeClient.Call cut = client.generate(tokens.request(token(50, promptTokens * 20 + 3 * 80), "Tell me a story")
                .build());
        assertEquals(FinishReason.FINISH_REASON_BUDGET, cut.last().getFinished().getFinishReason());
        assertEquals(3, cut.last().getFinished().getUsage().getCompletion().getCount());
        assertTrue(cut.events.getFirst().getAccepted().getShortenedByHold());
        Refusal refusal = refusal(tokens.request(token(50, promptTokens * 20 + 79), "Tell me a story")
                .build());
        assertEquals(RefusalReason.REFUSAL_REASON_HOLD_TOO_SMALL, refusal.getReason());
        assertEquals(promptTokens * 20 + 80, refusal.getCostMinNanoUsd());
    }

    @Test
    void generate_clientGoesAway_isMeteredAsCancelled() throws Exception {
        AttemptToken.Builder token = token(1_000);
        NodeClient.Call call = client.generate(
                tokens.request(token, "Write a very long story about the sea.").build());
        assertTrue(call.firstDelta.await(30, TimeUnit.SECONDS));
        call.cancel();
        await(() -> log.appended.stream().anyMatch(attempt -> isOf(attempt, token)));
        MeteredAttempt metered = log.appended.stream()
                .filter(attempt -> isOf(attempt, token))
                .findFirst()
                .orElseThrow();
        assertEquals(FinishCause.CANCELLED, metered.finish());
        assertTrue(metered.tokens().completion().count() < 500);
        await(() -> flow.open() == 0);
    }

    @Test
    void generate_clientDoesNotRead_isPausedAndGoesOnOnceItReads() throws Exception {
        AttemptToken.Builder token = token(250);
        try (NodeClient slow = new NodeClient(server.port(), 1_024)) {
            NodeClient.Call call = slow.generate(
                    tokens.request(token, "Write a very long story about the sea.")
                            .build(),
                    false);
            await(() -> variant().getBusySlots() == 1);
            NodeClient.Call other = client.generate(tokens.request(token(250), "Write a very long story about the sea.")
                    .build());
            long completion =
                    other.last().getFinished().getUsage().getCompletion().getCount();
            assertTrue(completion > 150, "the story is long enough to fill the window");
            Thread.sleep(1_000);
            assertTrue(log.appended.stream().noneMatch(attempt -> isOf(attempt, token)), "it waits for its reader");
            assertEquals(1, node.variants().generations());
            call.read();
            assertEquals(
                    completion,
                    call.last().getFinished().getUsage().getCompletion().getCount());
        }
    }

    @Test
    void generate_usageNotAcknowledged_endsUncharged() throws Exception {
        UsageLog.AppendOutcome before = log.outcome;
        log.outcome = new UsageLog.NotAcknowledged("no broker");
        GenerateEvent last =
                client.generate(tokens.request(token(2), "Hi").build()).last();
        log.outcome = before;
        assertTrue(last.hasMeteringUnavailable());
    }

    @Test
    void watch_whileAttemptsRun_reportsThemAndAtLeastEverySecond() throws Exception {
        NodeClient.Call call = client.generate(
                tokens.request(token(300), "Write a very long story.").build());
        await(() -> variant().getBusySlots() > 0);
        call.last();
        await(() -> variant().getBusySlots() == 0);
        int before = reports.size();
        Thread.sleep(2_200);
        assertTrue(reports.size() >= before + 2, "a report each second");
        assertTrue(variant().getTemplateTokensFixed() > 0);
        assertTrue(variant().getTemplateTokensPerMessage() > 0);
        assertTrue(variant().hasDecodeTokensPerSecond());
    }

    @Test
    void generate_promptThatBeginsLikeTheLast_isMeteredAsCached() throws Exception {
        String text = "Our shop sells lamps, maps and small brass clocks. ".repeat(8);
        assertEquals(0, cached("org-lamps", text + "Name one."));
        assertTrue(cached("org-lamps", text + "Name two.") > 50);
        assertEquals(0, cached("org-others", text + "Name two."));
    }

    private long cached(String organisation, String question) throws Exception {
        AttemptToken.Builder token = token(2);
        token.getTenantBuilder().setOrganisationId(organisation);
        GenerationFinished finished =
                client.generate(tokens.request(token, question).build()).last().getFinished();
        Receipt receipt = SignedMessages.open(SIGNER, finished.getReceipt(), Receipt.getDefaultInstance())
                .orElseThrow();
        assertEquals(receipt.getUsage(), finished.getUsage());
        assertEquals(
                CountedBy.COUNTED_BY_ENGINE,
                finished.getUsage().getCachedPrompt().getCountedBy());
        return finished.getUsage().getCachedPrompt().getCount();
    }

    @Test
    void generate_adapterThatIsNotLoaded_isRefusedByName() throws Exception {
        Refusal refusal = refusal(tokens.request(token(2), "Hi")
                .setAdapter(AdapterChoice.newBuilder().setAdapterId("brand").setScale(1))
                .build());
        assertEquals(RefusalReason.REFUSAL_REASON_UNSUPPORTED, refusal.getReason());
        assertTrue(refusal.getMessage().contains("'brand'"), refusal.getMessage());
    }

    private VariantReport variant() {
        return reports.getLast().getVariants(0);
    }

    private AttemptToken.Builder token(long completionMax) {
        return RouterTokens.token(reports.getLast(), RealEngines.SMALL, completionMax);
    }

    private AttemptToken.Builder token(long completionMax, long holdNanoUsd) {
        AttemptToken.Builder token = token(completionMax);
        token.getHoldsBuilder(0).setAmount(holdNanoUsd);
        return token;
    }

    private Refusal refusal(AttemptToken.Builder token) throws Exception {
        return refusal(tokens.request(token, "Hi").build());
    }

    private Refusal refusal(GenerateRequest request) throws Exception {
        return SignedMessages.open(SIGNER, client.generate(request).last().getRefused(), Refusal.getDefaultInstance())
                .orElseThrow();
    }

    private static boolean isOf(MeteredAttempt attempt, AttemptToken.Builder token) {
        return attempt.grant().id().reservation().toString().equals(token.getReservationId());
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < end, "waited too long");
            Thread.sleep(10);
        }
    }
}
