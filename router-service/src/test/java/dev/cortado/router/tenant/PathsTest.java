package dev.cortado.router.tenant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cortado.contracts.unit.CounterId;
import dev.cortado.contracts.unit.KeyId;
import dev.cortado.contracts.unit.LimitId;
import dev.cortado.contracts.unit.OrganisationId;
import dev.cortado.contracts.unit.ProjectId;
import dev.cortado.contracts.unit.TeamId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class PathsTest {

    private static final Instant START = Instant.parse("2026-11-23T20:00:00Z");

    private Instant now = START;
    private final List<CompletableFuture<PathAnswer>> asked = new ArrayList<>();
    private final Paths paths = new Paths(
            _ -> {
                CompletableFuture<PathAnswer> answer = new CompletableFuture<>();
                asked.add(answer);
                return answer;
            },
            () -> now,
            100,
            Duration.ofSeconds(12));

    @Test
    void of_manyAtOnce_asksOnce() {
        paths.of(tenant("key-1"));
        paths.of(tenant("key-1"));
        asked.getFirst().complete(until(START.plusSeconds(60)));
        paths.of(tenant("key-1"));

        assertEquals(1, asked.size());
    }

    @Test
    void of_windowEnded_asksAgain() {
        paths.of(tenant("key-1"));
        asked.getFirst().complete(until(START.plusSeconds(60)));
        now = START.plusSeconds(60);
        paths.of(tenant("key-1"));

        assertEquals(2, asked.size());
    }

    @Test
    void of_windowEndsSoon_asksOnceInTheBackgroundAndTurnsAtItsEnd() {
        Instant end = START.plusSeconds(60);
        paths.of(tenant("key-1"));
        asked.getFirst().complete(until(end));
        now = end.minusSeconds(13);
        paths.of(tenant("key-1"));
        assertEquals(1, asked.size());

        now = end.minusSeconds(5);
        assertTrue(paths.of(tenant("key-1")).toCompletableFuture().isDone(), "nobody waits for it");
        paths.of(tenant("key-1"));
        assertEquals(2, asked.size());
        asked.get(1)
                .complete(new PathAnswer.Limits(
                        List.of(counter(1, START, end)), List.of(counter(2, end, end.plusSeconds(60)))));
        assertEquals(1, present());

        now = end;
        assertEquals(2, present());
        assertEquals(2, asked.size());
    }

    @Test
    void of_nextWindow_keepsTheRules() {
        RoutingRule rule = new RoutingRule(Set.of("small"), "eu", null, null, null);
        Instant end = START.plusSeconds(60);
        paths.of(tenant("key-1"));
        assertEquals(Optional.empty(), paths.rulesKnown(tenant("key-1")));
        asked.getFirst()
                .complete(new PathAnswer.Limits(
                        List.of(counter(1, START, end)), List.of(counter(2, end, end.plusSeconds(60))), List.of(rule)));
        assertEquals(Optional.of(List.of(rule)), paths.rulesKnown(tenant("key-1")));

        now = end;
        assertEquals(2, present());
        assertEquals(Optional.of(List.of(rule)), paths.rulesKnown(tenant("key-1")));
    }

    @Test
    void isCurrent_untilWordOfAChange() {
        paths.of(tenant("key-1"));
        PathAnswer answer = until(Instant.MAX);
        asked.getFirst().complete(answer);

        assertTrue(paths.isCurrent(tenant("key-1"), answer));
        paths.forget("org");
        assertFalse(paths.isCurrent(tenant("key-1"), answer));
    }

    private long present() {
        PathAnswer.Limits limits = assertInstanceOf(
                PathAnswer.Limits.class,
                paths.of(tenant("key-1")).toCompletableFuture().join());
        return limits.counters().getFirst().id().value();
    }

    private static LimitCounter counter(long id, Instant start, Instant end) {
        return new LimitCounter(new CounterId(id), new LimitId(1), LimitUnit.NANO_USD, true, start, end, 10, 0, START);
    }

    @Test
    void of_twoPersonsOfAProject_shareOneEntry() {
        paths.of(person("ada"));
        paths.of(person("grace"));

        assertEquals(1, asked.size());
    }

    @Test
    void forget_nodeOnThePath_asksAgain() {
        paths.of(tenant("key-1"));
        asked.getFirst().complete(until(Instant.MAX));
        paths.forget("another-team");
        paths.of(tenant("key-1"));
        assertEquals(1, asked.size());

        paths.forget("team");
        paths.of(tenant("key-1"));
        assertEquals(2, asked.size());
    }

    @Test
    void forget_whileTheAnswerIsOnItsWay_doesNotKeepThatAnswer() {
        paths.of(tenant("key-1"));
        paths.forget("org");
        asked.getFirst().complete(until(Instant.MAX));
        paths.of(tenant("key-1"));

        assertEquals(2, asked.size());
    }

    @Test
    void of_accountingFailed_asksAgain() {
        var failed = paths.of(tenant("key-1")).toCompletableFuture();
        asked.getFirst().completeExceptionally(new IllegalStateException("away"));
        paths.of(tenant("key-1"));

        assertTrue(failed.isCompletedExceptionally());
        assertEquals(2, asked.size());
    }

    @Test
    void of_suspended_isRememberedForASecondOnly() {
        paths.of(tenant("key-1"));
        asked.getFirst().complete(new PathAnswer.Suspended("team team"));
        assertInstanceOf(
                PathAnswer.Suspended.class,
                paths.of(tenant("key-1")).toCompletableFuture().join());
        now = START.plusSeconds(1);
        paths.of(tenant("key-1"));

        assertEquals(2, asked.size());
    }

    private static PathAnswer until(Instant end) {
        return new PathAnswer.Limits(List.of(counter(1, START, end)));
    }

    private static Tenant tenant(String key) {
        return new Tenant(
                new OrganisationId("org"),
                new TeamId("team"),
                new ProjectId("project"),
                new Bearer.ByKey(new KeyId(key)));
    }

    private static Tenant person(String subject) {
        return new Tenant(
                new OrganisationId("org"), new TeamId("team"), new ProjectId("project"), new Bearer.InPerson(subject));
    }
}
