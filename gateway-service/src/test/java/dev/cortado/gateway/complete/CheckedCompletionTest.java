package dev.cortado.gateway.complete;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.cortado.contracts.unit.NanoUsd;
import dev.cortado.gateway.chat.ChatRequest;
import dev.cortado.gateway.chat.RequestedCheck;
import dev.cortado.gateway.chat.ResponseFormat;
import dev.cortado.gateway.check.AnswerChecks;
import dev.cortado.gateway.check.Judgement;
import dev.cortado.gateway.complete.Platform.Script;
import dev.cortado.gateway.fake.ChatRequests;
import dev.cortado.gateway.generate.Delta;
import dev.cortado.gateway.generate.FinishReason;
import dev.cortado.gateway.generate.GenerationListener.Finished;
import dev.cortado.gateway.generate.Usage;
import dev.cortado.gateway.idempotency.IdempotencyKey;
import dev.cortado.gateway.route.RouteRefusal;
import dev.cortado.gateway.route.RoutedProfile;
import dev.cortado.gateway.route.Routing;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/// Answers that are looked at before they are delivered.
class CheckedCompletionTest {

    private static final AnswerChecks JSON = new AnswerChecks(0, 0, List.of(), List.of(), List.of(), true);

    private final Platform platform = new Platform();

    private void begin(boolean escalationHeld, Script... scripts) {
        platform.checks(new RoutedProfile("brand@1", "", true, JSON), escalationHeld);
        run(scripts);
    }

    private void run(Script... scripts) {
        platform.scripts.addAll(List.of(scripts));
        ChatCompletion.begin(platform.steps(), platform, bug -> platform.bugs.add(bug));
        assertEquals(List.of(), platform.bugs);
        assertEquals(0, platform.concurrency.running(), "a permit was kept");
    }

    private static Script answer(String text, long cost) {
        return node -> {
            node.delta(Delta.text(text.substring(0, 1)));
            node.delta(Delta.text(text.substring(1)));
            node.finished(new Finished(
                    Platform.WORD, new Usage(1L, 0L, 1L), FinishReason.STOP, Map.of(), NanoUsd.of(cost), ""));
        };
    }

    @Test
    void keptCheck_deliversTheAnswer() {
        begin(true, answer("{}", 1));

        assertEquals(List.of("delta {", "delta }", "settle 1 Receipt", "completed"), platform.log);
        assertEquals(
                new Completed.Check(new Judgement.Kept(), 0),
                platform.completed().check());
        assertEquals(List.of(), platform.openHolds());
    }

    @Test
    void failedCheck_isAnsweredByTheSecondAttempt_andBothAreCharged() {
        begin(true, answer("{x", 1), answer("[]", 5));

        assertEquals(
                List.of("reroute 1 FailedCheck", "delta [", "delta ]", "settle 2 Receipt", "completed"), platform.log);
        assertEquals(
                new Completed.Check(new Judgement.Kept(), 1),
                platform.completed().check());
        assertEquals(NanoUsd.of(6), platform.completed().charged());
        assertEquals(2, platform.completed().routed().attempt());
        assertEquals(List.of(), platform.openHolds());
    }

    @Test
    void failedCheck_withNothingHeldForASecond_isDeliveredAndTold() {
        begin(false, answer("{x", 1));

        assertEquals(List.of("delta {", "delta x", "settle 1 Receipt", "completed"), platform.log);
        assertEquals(
                new Completed.Check(new Judgement.Broken("is not JSON"), 0),
                platform.completed().check());
    }

    @Test
    void failedCheck_ofTheSecondToo_endsThereAndIsTold() {
        platform.checks(new RoutedProfile("brand@1", "", true, JSON), true);
        Routing first = platform.place(1);
        platform.profile = new RoutedProfile("brand@1", "", false, JSON);
        platform.escalationHeld = false;
        platform.routing = CompletableFuture.completedFuture(first);
        run(answer("{x", 1), answer("x]", 5));

        assertEquals(
                List.of("reroute 1 FailedCheck", "delta x", "delta ]", "settle 2 Receipt", "completed"), platform.log);
        assertEquals(
                new Completed.Check(new Judgement.Broken("is not JSON"), 1),
                platform.completed().check());
    }

    @Test
    void failedCheck_whereTheSecondIsRefused_deliversTheFirst() {
        platform.rerouting = CompletableFuture.completedFuture(
                new Routing.NotPlaced(new RouteRefusal.UnknownReservation("nothing is held")));
        begin(true, answer("{x", 1));

        assertEquals(
                List.of("reroute 1 FailedCheck", "delta {", "delta x", "settle 1 Receipt", "completed"), platform.log);
        assertEquals(
                new Completed.Check(new Judgement.Broken("is not JSON"), 1),
                platform.completed().check());
        assertEquals(NanoUsd.of(1), platform.completed().charged());
    }

    @Test
    void failedCheck_whereTheSecondBreaksOff_deliversTheFirst_andChargesWhatBothCost() {
        begin(true, answer("{x", 1), node -> {
            node.delta(Delta.text("["));
            node.finished(new Finished(
                    Platform.WORD, new Usage(1L, 0L, 1L), FinishReason.ERROR, Map.of(), NanoUsd.of(2), "why"));
        });

        assertEquals(
                List.of(
                        "reroute 1 FailedCheck",
                        "settle 2 Receipt",
                        "delta {",
                        "delta x",
                        "settle 1 Receipt",
                        "completed"),
                platform.log);
        assertEquals(1, platform.completed().routed().attempt());
        assertEquals(NanoUsd.of(3), platform.completed().charged());
    }

    @Test
    void failedCheck_withAKey_keepsTheSecondAnswer() {
        platform.checks(new RoutedProfile("brand@1", "", true, JSON), true);
        platform.reading = CompletableFuture.completedFuture(
                new Exchange.Reading.Read(ChatRequests.whole(), new IdempotencyKey("k", "00")));
        run(answer("{x", 1), answer("[]", 5));

        assertEquals(
                List.of(
                        "claim",
                        "note",
                        "reroute 1 FailedCheck",
                        "delta [",
                        "delta ]",
                        "settle 2 Receipt",
                        "keep",
                        "completed"),
                platform.log);
    }

    @Test
    void requestedArithmetic_isAnsweredByTheSecondAttempt() {
        platform.asks(ChatRequests.checked(RequestedCheck.ARITHMETIC, new ResponseFormat.Text()));
        run(answer("2 + 2 = 5", 1), answer("2 + 2 = 4", 5));

        assertEquals("reroute 1 FailedCheck", platform.log.getFirst());
        assertEquals(
                new Completed.Check(new Judgement.Kept(), 1),
                platform.completed().check());
    }

    @Test
    void requestedArithmetic_withNothingToJudge_isDeliveredAndTold() {
        platform.asks(ChatRequests.checked(RequestedCheck.ARITHMETIC, new ResponseFormat.Text()));
        run(answer("a cat", 1));

        assertEquals(
                new Completed.Check(new Judgement.Undecided(), 0),
                platform.completed().check());
    }

    private static Script samples(long cost, String... texts) {
        return node -> {
            for (int choice = texts.length - 1; choice >= 0; choice--) {
                node.delta(new Delta(choice, texts[choice], List.of(), List.of()));
            }
            node.finished(new Finished(
                    Platform.WORD,
                    new Usage(1L, 0L, 3L),
                    FinishReason.STOP,
                    Map.of(1, FinishReason.LENGTH),
                    NanoUsd.of(cost),
                    ""));
        };
    }

    private static ChatRequest sampled() {
        ChatRequest request = ChatRequests.checked(RequestedCheck.SELF_CONSISTENCY, new ResponseFormat.Text());
        return request.with(request.output().sampled(3));
    }

    @Test
    void samplesThatAgree_areDeliveredAsOneAnswer() {
        platform.asks(sampled());
        run(samples(3, "Paris", "paris", "Paris."));

        assertEquals(List.of("delta Paris", "settle 1 Receipt", "completed"), platform.log);
        assertEquals(
                new Completed.Check(new Judgement.Kept(), 0),
                platform.completed().check());
        assertEquals(List.of(3), platform.generated);
        assertEquals(FinishReason.STOP, platform.completed().finished().reason());
        assertEquals(Map.of(), platform.completed().finished().choices());
    }

    @Test
    void samplesThatDiffer_areAnsweredByTheSecondAttempt_whichIsNotSampled() {
        platform.asks(sampled());
        run(samples(3, "Oslo", "Rome", "Paris"), answer("Paris", 5));

        assertEquals(
                List.of("reroute 1 FailedCheck", "delta P", "delta aris", "settle 2 Receipt", "completed"),
                platform.log);
        assertEquals(
                new Completed.Check(new Judgement.Undecided(), 1),
                platform.completed().check());
        assertEquals(List.of(3, 1), platform.generated);
        assertEquals(NanoUsd.of(8), platform.completed().charged());
    }

    @Test
    void samplesThatDiffer_withNothingHeldForASecond_deliverTheMostFrequent() {
        platform.asks(sampled());
        platform.escalationHeld = false;
        run(samples(3, "Oslo", "Paris", "paris"));

        assertEquals(List.of("delta Paris", "settle 1 Receipt", "completed"), platform.log);
        assertEquals(
                new Completed.Check(new Judgement.Broken("was given alike by 2 of 3 samples"), 0),
                platform.completed().check());
        assertEquals(FinishReason.LENGTH, platform.completed().finished().reason());
    }

    @Test
    void requestedJson_isHeldAgainstTheSchemaOfTheRequest() {
        ResponseFormat schema = new ResponseFormat.JsonSchema("s", "{\"type\": \"array\"}");
        platform.asks(ChatRequests.checked(RequestedCheck.JSON, schema));
        platform.escalationHeld = false;
        run(answer("{}", 1));

        assertEquals(
                new Completed.Check(new Judgement.Broken("is not of the schema's type"), 0),
                platform.completed().check());
    }

    @Test
    void requestedCheckAndProfile_bothMustBeKept() {
        platform.checks(new RoutedProfile("brand@1", "", true, JSON), false);
        platform.asks(ChatRequests.checked(RequestedCheck.ARITHMETIC, new ResponseFormat.Text()));
        platform.escalationHeld = false;
        run(answer("2 + 2 = 4", 1));

        assertEquals(
                new Completed.Check(new Judgement.Broken("is not JSON"), 0),
                platform.completed().check());
    }

    @Test
    void streamedAnswer_isNotChecked() {
        platform.profile = new RoutedProfile("brand@1", "", true, JSON);
        platform.escalationHeld = true;
        run(answer("{x", 1));

        assertEquals(List.of("delta {", "delta x", "settle 1 Receipt", "completed"), platform.log);
        assertNotNull(platform.completed());
        assertEquals(null, platform.completed().check());
    }
}
