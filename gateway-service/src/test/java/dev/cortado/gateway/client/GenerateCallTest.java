package dev.cortado.gateway.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import dev.cortado.contracts.unit.PicoUsdPerToken;
import dev.cortado.contracts.unit.PriceVersion;
import dev.cortado.contracts.unit.ReservationId;
import dev.cortado.contracts.unit.TokenPriceList;
import dev.cortado.contracts.unit.VariantId;
import dev.cortado.contracts.v1.GenerateEvent;
import dev.cortado.contracts.v1.Signed;
import dev.cortado.gateway.configuration.CallConfiguration;
import dev.cortado.gateway.fake.ChatRequests;
import dev.cortado.gateway.fake.FakeNode;
import dev.cortado.gateway.fake.FakePlatform;
import dev.cortado.gateway.generate.AttemptRefusal;
import dev.cortado.gateway.generate.Delta;
import dev.cortado.gateway.generate.Generation;
import dev.cortado.gateway.generate.GenerationListener;
import dev.cortado.gateway.route.Budget;
import dev.cortado.gateway.route.Routed;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Generations at a node over real gRPC, all on one event loop and one connection.
class GenerateCallTest {

    private static final int STREAM_WINDOW_BYTES = 65_535;

    private final Vertx vertx = Vertx.vertx();
    private final Context loop = vertx.getOrCreateContext();
    private final FakePlatform platform = new FakePlatform(0);
    private final CallConfiguration keys = new SmallRyeConfigBuilder()
            .addDefaultInterceptors()
            .withMapping(CallConfiguration.class)
            .withConverter(Duration.class, 200, new io.quarkus.runtime.configuration.DurationConverter())
            .withDefaultValues(Map.of("cortado.gateway.calls.overtime", "300MS"))
            .build()
            .getConfigMapping(CallConfiguration.class);
    private final InferenceClient client =
            new InferenceClient(vertx, new EventLoopClients(vertx, keys), keys, InstantSource.system());

    @AfterEach
    void close() throws Exception {
        platform.close();
        vertx.close().toCompletionStage().toCompletableFuture().get(5, TimeUnit.SECONDS);
    }

    @Test
    void readerThatStalls_holdsUpNoOtherGeneration() throws Exception {
        String piece = "x".repeat(1024);
        platform.node.play(FakeNode.inTurn(List.of(platform.node.endless(piece), FakeNode.says("Hello", "world"))));
        Heard stalled = new Heard(true);
        begin(stalled, Duration.ofSeconds(60));
        stalled.firstDelta.get(5, TimeUnit.SECONDS);
        awaitHeldUp((long) STREAM_WINDOW_BYTES / piece.length() - 1);

        Heard live = new Heard(false);
        begin(live, Duration.ofSeconds(60));

        assertEquals("finished", live.end.get(5, TimeUnit.SECONDS));
    }

    @Test
    void overrunOfANodeThatIsHeldUpHere_isNotTheNodes() throws Exception {
        platform.node.play(platform.node.endless("x".repeat(1024)));
        Heard stalled = new Heard(true);
        begin(stalled, Duration.ofMillis(200));

        assertEquals("not read", stalled.end.get(5, TimeUnit.SECONDS));
        assertNotNull(platform.node.cancelled.poll(5, TimeUnit.SECONDS));
    }

    @Test
    void overrunOfANodeThatSaysNoMore_isTheNodes() throws Exception {
        platform.node.play(FakeNode.stalls("a"));
        Heard heard = new Heard(false);
        begin(heard, Duration.ofMillis(200));

        assertEquals("failed", heard.end.get(5, TimeUnit.SECONDS));
    }

    @Test
    void endThatCannotBeRead_endsTheCallAllTheSame() throws Exception {
        Signed garbled = Signed.newBuilder()
                .setPayload(ByteString.copyFrom(new byte[] {(byte) 0xff}))
                .build();
        platform.node.play((_, response) -> {
            response.write(GenerateEvent.newBuilder().setRefused(garbled).build());
            response.end();
        });
        Heard heard = new Heard(false);
        begin(heard, Duration.ofSeconds(60));

        assertEquals("not understood", heard.end.get(5, TimeUnit.SECONDS));
    }

    /// Waits until the node has written so many deltas and can write no more.
    private void awaitHeldUp(long deltas) throws InterruptedException {
        long before = -1;
        for (int i = 0; platform.node.deltas.get() < deltas || platform.node.deltas.get() != before; i++) {
            assertTrue(i < 50, "the node was never held up");
            before = platform.node.deltas.get();
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    private void begin(Heard heard, Duration time) {
        Routed routed = routed(Instant.now().plus(time));
        loop.runOnContext(_ -> heard.generation = client.generate(routed, ChatRequests.hi(), "r", heard));
    }

    private Routed routed(Instant finishBy) {
        return new Routed(
                "router:1",
                new ProtobufWord(Signed.getDefaultInstance()),
                ReservationId.at(Instant.EPOCH),
                1,
                platform.nodeAddress(),
                new VariantId("v"),
                "small",
                "p",
                "realtime",
                new TokenPriceList(
                        new PriceVersion("1"),
                        PicoUsdPerToken.FREE,
                        PicoUsdPerToken.FREE,
                        PicoUsdPerToken.FREE,
                        PicoUsdPerToken.FREE),
                false,
                new Budget.Unlimited(),
                .5,
                true,
                finishBy);
    }

    /// Tells how a generation ended, and reads no further than its first delta where it is to stall.
    private static final class Heard implements GenerationListener {

        final CompletableFuture<Delta> firstDelta = new CompletableFuture<>();
        final CompletableFuture<String> end = new CompletableFuture<>();
        private final boolean stalls;
        volatile @Nullable Generation generation;

        Heard(boolean stalls) {
            this.stalls = stalls;
        }

        @Override
        public void accepted(Accepted accepted) {}

        @Override
        public void delta(Delta delta) {
            if (stalls) {
                Objects.requireNonNull(generation).pause();
            }
            firstDelta.complete(delta);
        }

        @Override
        public void finished(Finished finished) {
            end.complete("finished");
        }

        @Override
        public void refused(AttemptRefusal refusal) {
            end.complete("refused");
        }

        @Override
        public void meteringUnavailable(String message) {
            end.complete("metering unavailable");
        }

        @Override
        public void notPresented(String message) {
            end.complete("not presented");
        }

        @Override
        public void failed(String message) {
            end.complete("failed");
        }

        @Override
        public void notRead(String message) {
            end.complete("not read");
        }

        @Override
        public void notUnderstood(String message) {
            end.complete("not understood");
        }
    }
}
