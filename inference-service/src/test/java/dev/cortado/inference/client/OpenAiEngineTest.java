package dev.cortado.inference.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cortado.contracts.unit.TokenCount;
import dev.cortado.inference.engine.AdapterUse;
import dev.cortado.inference.engine.Generation;
import dev.cortado.inference.engine.GenerationEnd;
import dev.cortado.inference.engine.GenerationEnd.Generated;
import dev.cortado.inference.engine.GenerationEnd.Obstacle;
import dev.cortado.inference.engine.GenerationEnd.TurnedAway;
import dev.cortado.inference.engine.StopCause;
import dev.cortado.inference.engine.Submission;
import dev.cortado.inference.engine.Tenant;
import dev.cortado.inference.engine.TokenCounters;
import dev.cortado.inference.engine.TokenCounters.Counter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OpenAiEngineTest {

    private static final Duration SOON = Duration.ofSeconds(3);
    private static final WireServer.Script WELL = exchange -> {
        exchange.stream();
        exchange.text("Hi");
        exchange.text(" there");
        exchange.finish("stop");
        exchange.usage("\"prompt_tokens\": 7, \"completion_tokens\": 3,"
                + " \"prompt_tokens_details\": {\"cached_tokens\": 4}");
        exchange.done();
    };

    private WireServer server;
    private RemoteUnderTest remote;

    @BeforeEach
    void serve() throws IOException {
        server = new WireServer();
        remote = new RemoteUnderTest(server, ServerKey.none());
    }

    /// Whatever went before, the node still serves.
    @AfterEach
    void stillServes() throws IOException {
        server.chat(WELL);
        assertEquals("Hi there", remote.ask().text());
        assertTrue(remote.engine().running());
        assertEquals(0, remote.engine().occupancy().busySlots());
        remote.close();
        server.close();
    }

    @Test
    void stream_isToldAndMeteredAsTheServerCounts() throws IOException {
        server.chat(WELL);
        Heard heard = remote.ask();
        assertEquals(List.of("Hi", " there"), heard.deltas);
        Generated end = heard.generated();
        assertEquals(StopCause.STOP, end.cause());
        assertEquals(TokenCount.of(7), end.promptTokens());
        assertEquals(TokenCount.of(4), end.cachedPromptTokens());
        assertEquals(TokenCount.of(3), end.completionTokens());
        assertEquals(TokenCounters.ENGINE, end.counters());
        assertTrue(end.timings().timeToFirstToken().isPositive());
        assertTrue(end.timings().busy().isPositive());
        JsonNode asked = new ObjectMapper().readTree(server.chats.element().body);
        assertEquals("tiny", asked.path("model").asText());
        assertEquals("Say hi.", asked.at("/messages/0/content").asText());
        assertEquals(RemoteUnderTest.COMPLETION_MAX, asked.path("max_tokens").asInt());
        assertEquals(0.5, asked.path("temperature").asDouble());
        assertEquals(11, asked.path("seed").asInt());
        assertEquals("END", asked.at("/stop/0").asText());
        assertTrue(asked.at("/stream_options/include_usage").asBoolean());
    }

    /// Two slots are taken and four wait, all of one tenant; another's single request is among the next.
    @Test
    void queueBeforeTheServer_isSharedFairlyBetweenTenants() throws InterruptedException {
        CountDownLatch gate = new CountDownLatch(1);
        WireServer.Script held = exchange -> {
            gate.await();
            WELL.answer(exchange);
        };
        server.chat(held, held, WELL, WELL, WELL, WELL, WELL);
        try (RemoteUnderTest patient =
                new RemoteUnderTest(server, ServerKey.none(), Set.of(), Duration.ofSeconds(30))) {
            List<Heard> all = new ArrayList<>();
            for (int i = 0; i < 7; i++) {
                Heard heard = new Heard();
                patient.submit(new Tenant(i < 6 ? "many" : "few"), "This is number " + i + ".", heard);
                all.add(heard);
                while (server.chats.size() < Math.min(i + 1, 2)) {
                    Thread.sleep(5);
                }
            }
            gate.countDown();
            for (Heard heard : all) {
                heard.generated();
                assertEquals("Hi there", heard.text());
            }
        }
        List<String> bodies =
                server.chats.stream().map(exchange -> exchange.body).toList();
        assertEquals(7, bodies.size());
        List<Boolean> fewOnes =
                bodies.stream().map(body -> body.contains("number 6")).toList();
        int place = fewOnes.indexOf(true);
        assertTrue(place >= 2 && place <= 4, "it was asked as number " + place + " from 0");
    }

    @Test
    void packets_mayEndAnywhere() {
        server.chat(exchange -> {
            exchange.stream();
            byte[] bytes = (": ping\r\n\r\ndata: {\"choices\": [{\"delta\": {\"content\": \"Grüße 🙂\"}}]}\r\n\r\n"
                            + "data:{\"choices\": [{\"delta\": {\"content\": \"\\ud83d\"}}]}\n\n"
                            + "data:{\"choices\": [{\"delta\": {\"content\": \"\\ude00!\"},"
                            + " \"finish_reason\": \"length\"}]}\n\ndata: [DONE]\n\n")
                    .getBytes(StandardCharsets.UTF_8);
            for (byte one : bytes) {
                exchange.raw(new byte[] {one});
            }
        });
        Heard heard = remote.ask();
        assertEquals(List.of("Grüße 🙂", "😀!"), heard.deltas);
        assertEquals(StopCause.LENGTH, heard.generated().cause());
    }

    @Test
    void usageAbsent_isCountedByThePlatformAndCachedUnknown() {
        server.chat(exchange -> {
            exchange.stream();
            exchange.text("one");
            exchange.text(" two");
            exchange.finish("stop");
        });
        Generated end = remote.ask().generated();
        assertEquals(TokenCount.of(2), end.completionTokens());
        assertEquals(TokenCount.of(2), end.promptTokens());
        assertEquals(new TokenCounters(Counter.PLATFORM, Counter.UNKNOWN, Counter.PLATFORM), end.counters());
    }

    @Test
    void usageOfMoreThanIsPossible_isNotBelieved() {
        server.chat(exchange -> {
            exchange.stream();
            exchange.text("one");
            exchange.finish("stop");
            exchange.usage("\"prompt_tokens\": 900000, \"completion_tokens\": 900000");
            exchange.done();
        });
        Generated end = remote.ask().generated();
        assertEquals(TokenCount.of(1), end.completionTokens());
        assertEquals(Counter.PLATFORM, end.counters().completion());
        assertEquals(Counter.PLATFORM, end.counters().prompt());
        assertTrue(end.promptTokens().count() <= remote.promptTokensMax());
        assertEquals(2, remote.disputed.size(), remote.disputed.toString());
    }

    @Test
    void usageOfLessThanWasStreamed_isNotBelieved() {
        server.chat(exchange -> {
            exchange.stream();
            for (int i = 0; i < 20; i++) {
                exchange.text("word number " + i + " of many;");
            }
            exchange.finish("stop");
            exchange.usage("\"prompt_tokens\": 5, \"completion_tokens\": 1");
            exchange.done();
        });
        Generated end = remote.ask().generated();
        assertEquals(Counter.PLATFORM, end.counters().completion());
        assertTrue(end.completionTokens().count() >= 20);
        assertEquals(Counter.ENGINE, end.counters().prompt());
    }

    @Test
    void usageThatIsNoNumber_isNoUsage() {
        server.chat(exchange -> {
            exchange.stream();
            exchange.text("one");
            exchange.finish("stop");
            exchange.usage("\"prompt_tokens\": -3, \"completion_tokens\": \"many\"");
            exchange.done();
        });
        assertEquals(
                new TokenCounters(Counter.PLATFORM, Counter.UNKNOWN, Counter.PLATFORM),
                remote.ask().generated().counters());
    }

    @Test
    void serverThatIgnoresTheLimit_isCutOff() throws Exception {
        server.chat(exchange -> {
            exchange.stream();
            while (true) {
                exchange.text("and on and on and on and on and on and on");
            }
        });
        Heard heard = remote.ask();
        assertEquals(StopCause.LENGTH, heard.generated().cause());
        assertEquals(
                TokenCount.of(RemoteUnderTest.COMPLETION_MAX), heard.generated().completionTokens());
    }

    @Test
    void garbage_isAClearErrorAndNothingIsCharged() {
        server.chat(exchange -> {
            exchange.stream();
            exchange.event("{\"choices\": [oops");
        });
        TurnedAway end = turnedAway();
        assertEquals(Obstacle.BUSY, end.obstacle());
        assertTrue(end.message().contains("no chunk of a chat completion"), end.message());
    }

    @Test
    void htmlPage_isAClearError() {
        server.chat(exchange -> exchange.whole(200, "text/html", "<html>Please log in</html>"));
        assertTrue(turnedAway().message().contains("text/html"));
    }

    @Test
    void eventWithoutEnd_isAClearError() {
        server.chat(exchange -> {
            exchange.stream();
            exchange.raw("data: ");
            for (int i = 0; i < 3000; i++) {
                exchange.raw("x".repeat(100));
            }
        });
        assertTrue(turnedAway().message().contains("more than"));
    }

    @Test
    void busyAndBrokenServers_areAskedAgainBeforeTheFirstToken() {
        server.chat(
                exchange -> exchange.json(429, "{\"error\": {\"message\": \"slow down\"}}"),
                exchange -> exchange.json(500, "{}"),
                WELL);
        assertEquals("Hi there", remote.ask().text());
        assertEquals(3, server.chats.size());
    }

    @Test
    void serverThatStaysBusy_isGivenUp() {
        WireServer.Script busy = exchange -> exchange.json(429, "{\"error\": {\"message\": \"slow down\"}}");
        server.chat(busy, busy, busy);
        TurnedAway end = turnedAway();
        assertEquals(Obstacle.BUSY, end.obstacle());
        assertEquals("the server has no capacity (429): slow down", end.message());
        assertEquals(3, server.chats.size());
    }

    @Test
    void connectionThatEndsBeforeTheFirstToken_isTriedAgain() {
        server.chat(WireServer.Exchange::stream, WELL);
        assertEquals("Hi there", remote.ask().text());
    }

    @Test
    void requestThatIsNotTaken_isNotTriedAgain() {
        server.chat(exchange -> exchange.json(400, "{\"message\": \"top_p out of range\"}"));
        TurnedAway end = turnedAway();
        assertEquals(Obstacle.UNSUPPORTED, end.obstacle());
        assertTrue(end.message().contains("top_p out of range"));
        assertEquals(1, server.chats.size());
    }

    @Test
    void hangBeforeTheFirstToken_endsAtItsTimeLimit() throws Exception {
        server.chat(exchange -> {
            exchange.stream();
            assertTrue(exchange.clientCloses(SOON));
        });
        TurnedAway end = turnedAway();
        assertEquals("the server did not begin to answer within 300 ms", end.message());
        assertTrue(server.chats.element().isOver(SOON));
    }

    @Test
    void hangBeforeTheHeaders_endsAtItsTimeLimit() throws Exception {
        server.chat(exchange -> assertTrue(exchange.clientCloses(SOON)));
        assertTrue(turnedAway().message().contains("did not begin"));
        assertTrue(server.chats.element().isOver(SOON));
    }

    @Test
    void hangInTheMiddle_endsAsErrorAndWhatCameIsMetered() throws Exception {
        server.chat(exchange -> {
            exchange.stream();
            exchange.text("half");
            assertTrue(exchange.clientCloses(SOON));
        });
        Generated end = remote.ask().generated();
        assertEquals(StopCause.ERROR, end.cause());
        assertEquals("the server said nothing more for 300 ms", end.errorMessage());
        assertEquals(TokenCount.of(1), end.completionTokens());
        assertTrue(server.chats.element().isOver(SOON));
    }

    @Test
    void halfClosedStream_endsAsErrorAndIsNotTriedAgain() {
        server.chat(exchange -> {
            exchange.stream();
            exchange.text("half");
        });
        Heard heard = remote.ask();
        assertEquals("half", heard.text());
        assertEquals(StopCause.ERROR, heard.generated().cause());
        assertTrue(heard.generated().errorMessage().contains("in the middle"));
        assertEquals(1, server.chats.size());
    }

    @Test
    void textThatIsWhole_isNotLostWhenTheUsageNeverComes() {
        server.chat(exchange -> {
            exchange.stream();
            exchange.text("whole");
            exchange.finish("stop");
            exchange.clientCloses(SOON);
        });
        Generated end = remote.ask().generated();
        assertEquals(StopCause.STOP, end.cause());
        assertEquals(Counter.PLATFORM, end.counters().completion());
    }

    @Test
    void errorInTheStream_endsAsError() {
        server.chat(exchange -> {
            exchange.stream();
            exchange.text("half");
            exchange.event("{\"error\": {\"code\": 500, \"message\": \"out of memory\"}}");
        });
        Generated end = remote.ask().generated();
        assertEquals("the server reports an error: out of memory", end.errorMessage());
    }

    @Test
    void cancel_closesTheConnectionAndMetersWhatCame() throws Exception {
        server.chat(exchange -> {
            exchange.stream();
            exchange.text("one");
            assertTrue(exchange.clientCloses(SOON));
        });
        Heard heard = new Heard();
        Generation generation = remote.submit(heard);
        heard.awaitFirst();
        generation.cancel();
        assertEquals(StopCause.CANCELLED, heard.generated().cause());
        assertEquals(TokenCount.of(1), heard.generated().completionTokens());
        assertTrue(server.chats.element().isOver(SOON));
    }

    @Test
    void cancelBeforeTheFirstToken_closesTheConnectionAndCostsNothing() throws Exception {
        server.chat(exchange -> assertTrue(exchange.clientCloses(SOON)));
        Heard heard = new Heard();
        Generation generation = remote.submit(heard);
        while (server.chats.isEmpty()) {
            Thread.sleep(5);
        }
        generation.cancel();
        assertEquals(StopCause.CANCELLED, heard.generated().cause());
        assertEquals(TokenCount.ZERO, heard.generated().promptTokens());
        assertTrue(server.chats.element().isOver(SOON));
    }

    @Test
    void pause_stopsReadingUntilResume() throws Exception {
        server.chat(exchange -> {
            exchange.stream();
            exchange.text("one");
            Thread.sleep(50);
            exchange.text(" two");
            exchange.finish("stop");
            exchange.done();
        });
        Heard heard = new Heard();
        Generation generation = remote.submit(heard);
        heard.awaitFirst();
        generation.pause();
        Thread.sleep(150);
        assertTrue(heard.deltas.size() <= 2);
        generation.resume();
        assertEquals("one two", finished(heard).text());
    }

    private static Heard finished(Heard heard) {
        heard.end();
        return heard;
    }

    @Test
    void moreThanTheSlots_waitForTheirTurn() {
        WireServer.Script slow = exchange -> {
            Thread.sleep(40);
            WELL.answer(exchange);
        };
        server.chat(slow, slow, slow);
        List<Heard> all = List.of(new Heard(), new Heard(), new Heard());
        all.forEach(remote::submit);
        assertEquals(2, remote.engine().occupancy().busySlots());
        assertEquals(1, remote.engine().occupancy().queueDepth());
        all.forEach(heard -> assertInstanceOf(Generated.class, heard.end()));
    }

    @Test
    void drain_givesBackWhatWaits_andLetsWhatRunsFinish() throws Exception {
        WireServer.Script slow = exchange -> {
            Thread.sleep(60);
            WELL.answer(exchange);
        };
        server.chat(slow, slow);
        List<Heard> running = List.of(new Heard(), new Heard());
        Heard waiting = new Heard();
        running.forEach(remote::submit);
        remote.submit(waiting);
        remote.engine().drain();
        assertEquals(new GenerationEnd.NeverStarted(GenerationEnd.Reason.ENGINE_STOPPED), waiting.end());
        assertInstanceOf(Submission.Stopped.class, remote.submit(AdapterUse.NONE, new Heard()));
        running.forEach(heard -> assertEquals(StopCause.STOP, heard.generated().cause()));
        remote.close();
        remote = new RemoteUnderTest(server, ServerKey.none());
    }

    @Test
    void adapter_isAModelNameAtItsOwnScale() throws IOException {
        server.chat(WELL);
        Heard heard = new Heard();
        assertInstanceOf(Submission.Submitted.class, remote.submit(new AdapterUse("brand", 1), heard));
        assertInstanceOf(Generated.class, heard.end());
        JsonNode asked = new ObjectMapper().readTree(server.chats.element().body);
        assertEquals("tiny-brand", asked.path("model").asText());
        assertInstanceOf(Submission.Unserved.class, remote.submit(new AdapterUse("brand", 0.5), new Heard()));
    }

    @Test
    void outageAndReturn_areSeen() throws Exception {
        server.on("/v1/models", exchange -> exchange.json(503, "{\"error\": {\"message\": \"Loading model\"}}"));
        remote.await(false);
        assertTrue(remote.engine().outage().contains("Loading model"));
        server.models("{\"id\": \"another\"}");
        remote.awaitOutage("the server has no model 'tiny'; it has another");
        server.models("{\"id\": \"tiny\"}");
        remote.await(true);
        assertFalse(remote.engine().outage().contains("tiny"));
    }

    private TurnedAway turnedAway() {
        GenerationEnd end = remote.ask().end();
        return assertInstanceOf(TurnedAway.class, end, String.valueOf(end));
    }
}
