package dev.cortado.gateway.complete;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cortado.contracts.unit.NanoUsd;
import dev.cortado.contracts.unit.RequestPurpose;
import dev.cortado.gateway.chat.ChatRequest;
import dev.cortado.gateway.chat.RequestedCheck;
import dev.cortado.gateway.chat.ResponseFormat;
import dev.cortado.gateway.chat.Wishes;
import dev.cortado.gateway.check.AnswerChecks;
import dev.cortado.gateway.check.Judgement;
import dev.cortado.gateway.check.Verifier;
import dev.cortado.gateway.complete.Platform.Script;
import dev.cortado.gateway.fake.ChatRequests;
import dev.cortado.gateway.generate.AttemptRefusal;
import dev.cortado.gateway.generate.Delta;
import dev.cortado.gateway.generate.FinishReason;
import dev.cortado.gateway.generate.GenerationListener;
import dev.cortado.gateway.generate.GenerationListener.Finished;
import dev.cortado.gateway.generate.Usage;
import dev.cortado.gateway.route.RouteQuery;
import dev.cortado.gateway.route.RouteRefusal;
import dev.cortado.gateway.route.RoutedProfile;
import dev.cortado.gateway.route.Routing;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Answers that another variant judges before they are delivered.
class VerifiedCompletionTest {

    private static final ChatRequest ASKED = ChatRequests.checked(RequestedCheck.VERIFIER, new ResponseFormat.Text());

    private final Platform platform = new Platform();

    @BeforeEach
    void verifies() {
        platform.verifier = new Verifier("large", Duration.ofSeconds(10));
        platform.asks(ASKED);
    }

    private void run(Script... scripts) {
        platform.scripts.addAll(List.of(scripts));
        ChatCompletion.begin(platform.steps(), platform, bug -> platform.bugs.add(bug));
        assertEquals(List.of(), platform.bugs);
    }

    private void assertOver() {
        assertEquals(List.of(), platform.openHolds(), "a hold was forgotten");
        assertEquals(0, platform.concurrency.running(), "a permit was kept");
    }

    private static Script answer(String text, long cost) {
        return node -> {
            node.delta(Delta.text(text));
            end(node, FinishReason.STOP, cost);
        };
    }

    private static void end(GenerationListener node, FinishReason reason, long cost) {
        node.finished(new Finished(Platform.WORD, new Usage(1L, 0L, 1L), reason, Map.of(), NanoUsd.of(cost), ""));
    }

    private Completed.Check check() {
        return requireNonNull(platform.completed().check());
    }

    @Test
    void rightAnswer_isDelivered_andVerifyingIsCharged() {
        run(answer("Paris", 5), answer(" Yes.", 2));

        assertEquals(
                List.of("verify", "settle 9 Receipt", "verified Kept", "delta Paris", "settle 1 Receipt", "completed"),
                platform.log);
        assertEquals(new Judgement.Kept(), check().judgement());
        assertEquals(NanoUsd.of(2), requireNonNull(check().verified()).cost());
        assertEquals(NanoUsd.of(7), platform.completed().charged());
        assertEquals(1, platform.completed().routed().attempt());
        assertOver();
    }

    @Test
    void wrongAnswer_isAnsweredByTheSecondAttempt_whichIsNotVerified() {
        run(answer("Rome", 5), answer("no", 2), answer("Paris", 20));

        assertEquals(
                List.of(
                        "verify",
                        "settle 9 Receipt",
                        "verified Broken",
                        "reroute 1 FailedCheck",
                        "delta Paris",
                        "settle 2 Receipt",
                        "completed"),
                platform.log);
        assertEquals(List.of(NanoUsd.of(7)), platform.chargedBefore);
        assertEquals(NanoUsd.of(27), platform.completed().charged());
        assertEquals(1, check().escalations());
        assertOver();
    }

    @Test
    void wrongAnswer_withNothingHeldForASecond_isDeliveredAndTold() {
        platform.escalationHeld = false;
        run(answer("Rome", 5), answer("No, it is not.", 2));

        assertEquals(new Judgement.Broken("is not right, says large"), check().judgement());
        assertEquals("delta Rome", platform.log.get(3));
        assertOver();
    }

    @Test
    void question_holdsWhatWasAskedAndTheAnswer_andSaysWhatItIsFor() {
        platform.profile = new RoutedProfile("brand@1", "Be brief.", false, null);
        run(answer("Paris", 5), answer("yes", 2));

        RouteQuery question = requireNonNull(platform.question);
        assertEquals("large", question.request().model());
        assertEquals(RequestPurpose.VERIFICATION, question.request().metadata().get(RequestPurpose.LABEL));
        assertNull(question.request().wishes().check(), "it would be verified in turn");
        String text = question.request().said();
        assertTrue(text.startsWith("<asked>\nsystem: Be brief.\nuser: Hi\n</asked>\n<answer>\nParis\n</answer>"), text);
    }

    @Test
    void question_hasTheMoneyThatIsLeft() {
        platform.asks(within(NanoUsd.of(12), null));
        run(answer("Paris", 5), answer("yes", 2));

        assertEquals(
                NanoUsd.of(7),
                requireNonNull(platform.question).request().wishes().costMax());
    }

    @Test
    void question_isAnsweredInTime_orNotAsked() {
        run(answer("Paris", 5), answer("yes", 2));
        assertEquals(
                Duration.ofSeconds(10),
                requireNonNull(platform.question).request().wishes().latencyMax());

        platform.clear();
        platform.asks(within(null, Duration.ofSeconds(8)));
        run(answer("Paris", 5), answer("yes", 2));
        Duration left = requireNonNull(
                requireNonNull(platform.question).request().wishes().latencyMax());
        assertTrue(left.compareTo(Duration.ofSeconds(8)) <= 0, left.toString());
    }

    @Test
    void requestWithoutMoneyOrTimeLeft_isNotVerified() {
        for (ChatRequest spent : List.of(within(NanoUsd.of(5), null), within(null, Duration.ofNanos(1)))) {
            platform.clear();
            platform.asks(spent);
            run(answer("Paris", 5));

            assertEquals(List.of("delta Paris", "settle 1 Receipt", "completed"), platform.log);
            assertEquals(new Judgement.Undecided(), check().judgement());
            assertOver();
        }
    }

    private static ChatRequest within(@Nullable NanoUsd costMax, @Nullable Duration latencyMax) {
        return new ChatRequest(
                ASKED.model(),
                ASKED.messages(),
                ASKED.tools(),
                ASKED.sampling(),
                ASKED.output(),
                new Wishes(null, costMax, latencyMax, "", null, "", RequestedCheck.VERIFIER),
                ASKED.delivery(),
                ASKED.metadata());
    }

    @ParameterizedTest
    @ValueSource(strings = {"v", "small"})
    void verifiersOwnAnswer_isNotVerified(String model) {
        platform.verifier = new Verifier(model, Duration.ofSeconds(10));
        run(answer("Paris", 5));

        assertEquals(List.of("delta Paris", "settle 1 Receipt", "completed"), platform.log);
        assertEquals(new Judgement.Undecided(), check().judgement());
    }

    @Test
    void answerThatBreaksARuleOfItsProfile_isNotVerified() {
        platform.profile =
                new RoutedProfile("brand@1", "", true, new AnswerChecks(0, 0, List.of(), List.of(), List.of(), true));
        platform.escalationHeld = false;
        run(answer("Paris", 5));

        assertEquals(List.of("delta Paris", "settle 1 Receipt", "completed"), platform.log);
        assertEquals(new Judgement.Broken("is not JSON"), check().judgement());
    }

    @Test
    void verifierThatCannotBePlaced_leavesItUndecided() {
        platform.placingVerifier = CompletableFuture.completedFuture(
                new Routing.NotPlaced(new RouteRefusal.NoNode("none is up", Duration.ZERO)));
        run(answer("Paris", 5));

        assertEquals(
                List.of("verify", "verified Undecided", "delta Paris", "settle 1 Receipt", "completed"), platform.log);
        assertEquals(new Completed.Check(new Judgement.Undecided(), 0), check());
        platform.forget(Platform.VERIFYING);
        assertOver();
    }

    @Test
    void verifierThatFails_leavesItUndecided_andItsHoldIsSettled() {
        Map<String, Script> ends = Map.of(
                "Refusal",
                node -> node.refused(
                        new AttemptRefusal(Platform.WORD, AttemptRefusal.Kind.ELSEWHERE, "full", 1, NanoUsd.of(1), 1)),
                "Unused",
                node -> node.notPresented("away"),
                "Receipt",
                node -> end(node, FinishReason.ERROR, 1));
        ends.forEach((settlement, script) -> {
            platform.clear();
            run(answer("Paris", 5), script);

            assertEquals(
                    List.of(
                            "verify",
                            "settle 9 " + settlement,
                            "verified Undecided",
                            "delta Paris",
                            "settle 1 Receipt",
                            "completed"),
                    platform.log);
            assertOver();
        });
    }

    @Test
    void verifierThatIsNotHeardOf_mayBeCharged_soThatNothingFollows() {
        run(answer("Paris", 5), node -> node.failed("went away"));

        assertEquals("settle 9 Unheard", platform.log.get(1));
        assertInstanceOf(Judgement.Undecided.class, check().judgement());
        assertEquals(NanoUsd.of(5), platform.completed().charged());
        assertOver();
    }

    @Test
    void clientThatLeaves_whileTheVerifierIsAsked_leavesNoHold() {
        run(answer("Paris", 5), node -> node.delta(Delta.text("y")));
        platform.leave();

        assertEquals(List.of("verify", "settle 1 Receipt", "cancel", "settle 9 Unheard"), platform.log);
        assertOver();
    }

    @Test
    void clientThatLeaves_whileTheVerifierIsRouted_leavesNoHold() {
        CompletableFuture<Routing> placing = new CompletableFuture<>();
        platform.placingVerifier = placing;
        run(answer("Paris", 5));
        platform.leave();
        placing.complete(platform.place(Platform.VERIFYING));

        assertEquals(List.of("verify", "settle 1 Receipt", "settle 9 Unused"), platform.log);
        assertOver();
    }
}
