package dev.cortado.accounting.client;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cortado.accounting.configuration.WebhookConfiguration;
import dev.cortado.accounting.retry.Backoff;
import dev.cortado.accounting.store.DeliveryStore.Due;
import dev.cortado.accounting.webhook.Delivering;
import dev.cortado.accounting.webhook.Delivery;
import dev.cortado.accounting.webhook.Post;
import dev.cortado.accounting.webhook.Sealing;
import dev.cortado.accounting.webhook.WebhookSecret;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.SynchronousQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What becomes of deliveries when accounting is asked to stop.
class WebhookRoundsTest {

    private static final String WEBHOOK = "hook-a";
    private static final Sealing SEALING = Sealing.of("k:" + "A".repeat(43) + "=", new SecureRandom());
    private static final Sealing.Sealed SECRET = SEALING.seal(WEBHOOK, new WebhookSecret("x".repeat(32)));

    private final FakeDeliveries deliveries = new FakeDeliveries();
    /// The threads that post, handed over once they do.
    private final SynchronousQueue<Thread> posting = new SynchronousQueue<>();
    private final CountDownLatch answer = new CountDownLatch(1);

    @AfterEach
    void answer() {
        answer.countDown();
        deliveries.taking.countDown();
    }

    @Test
    void stop_waitsForTheDeliveryUnderWay_andForTheWordOfIt() throws InterruptedException {
        deliveries.add(1);
        WebhookRounds rounds = rounds("PT1M", this::postAndWait);
        rounds.start(new StartupEvent());
        posting.take();

        onceThisThreadWaits(answer::countDown);
        rounds.stop(new ShutdownEvent());

        assertEquals("delivered", deliveries.state(1), "else another instance delivers it again");
    }

    @Test
    void stop_waitsForDeliveriesThatAreBeingTaken_andDeliversThem() throws InterruptedException {
        deliveries.add(1);
        deliveries.taking = new CountDownLatch(1);
        WebhookRounds rounds = rounds("PT1M", (url, address, headers, body) -> 200);
        rounds.start(new StartupEvent());
        deliveries.asked.await();

        onceThisThreadWaits(deliveries.taking::countDown);
        rounds.stop(new ShutdownEvent());

        assertEquals("delivered", deliveries.state(1), "else nobody has it until its hold is over");
    }

    @Test
    void stop_leavesWhatIsNotTakenToAnotherInstance_atOnce() throws InterruptedException {
        deliveries.add(1);
        deliveries.add(2);
        WebhookRounds rounds = rounds("PT0S", this::postAndWait);
        rounds.start(new StartupEvent());
        Thread deliverer = posting.take();

        rounds.stop(new ShutdownEvent());
        answer.countDown();
        deliverer.join();

        assertEquals("delivered", deliveries.state(1));
        assertEquals("pending", deliveries.state(2), "the receiver is there, but this instance takes nothing more");
        assertEquals(
                List.of(2L),
                deliveries.take(10, Duration.ofMinutes(1)).stream().map(Due::id).toList());
    }

    @Test
    void receiverThatDoesNotAnswerInTime_isCalledByAnotherInstanceAfterTheHold() throws InterruptedException {
        deliveries.add(1);
        WebhookRounds rounds = rounds("PT0S", this::postAndWait);
        rounds.start(new StartupEvent());
        Thread deliverer = posting.take();
        rounds.stop(new ShutdownEvent());

        assertEquals("pending", deliveries.state(1));
        assertEquals(List.of(), deliveries.take(10, Duration.ofMinutes(1)), "it may still be under way");

        deliveries.endHolds();
        WebhookRounds other = rounds("PT1M", (url, address, headers, body) -> {
            posting.put(Thread.currentThread());
            return 200;
        });
        other.start(new StartupEvent());
        posting.take();
        other.stop(new ShutdownEvent());
        assertEquals("delivered", deliveries.state(1));

        answer.countDown();
        deliverer.join();
        assertEquals(List.of(true, false), deliveries.finished, "the former taking has no say any more");
    }

    private int postAndWait(Object url, InetAddress address, Map<String, String> headers, String body)
            throws InterruptedException {
        posting.put(Thread.currentThread());
        answer.await();
        return 200;
    }

    /// One that takes a round when it starts, and after what it delivers.
    private WebhookRounds rounds(String drainMax, Post post) {
        WebhookConfiguration configuration = new SmallRyeConfigBuilder()
                .withMapping(WebhookConfiguration.class)
                .withSources(new PropertiesConfigSource(
                        Map.of(
                                "cortado.accounting.webhook.drain-max",
                                drainMax,
                                "cortado.accounting.webhook.interval",
                                "PT1H"),
                        "test",
                        500))
                .build()
                .getConfigMapping(WebhookConfiguration.class);
        Delivering delivering = new Delivering(
                host -> List.of(InetAddress.ofLiteral("1.1.1.1")),
                address -> true,
                post,
                Set.of(443),
                new Backoff(Duration.ofSeconds(10), Duration.ofHours(1)),
                InstantSource.system(),
                new Random(1));
        return new WebhookRounds(
                configuration, Optional.of(SEALING), deliveries, delivering, new SimpleMeterRegistry());
    }

    /// A stop that does not wait has returned before anything is done.
    private static void onceThisThreadWaits(Runnable action) {
        Thread waiting = Thread.currentThread();
        Thread.ofPlatform().daemon().start(() -> {
            while (waiting.getState() != Thread.State.TIMED_WAITING) {
                Thread.onSpinWait();
            }
            action.run();
        });
    }

    /// As the functions of the database do: of a webhook one at a time, and finished by whoever took it last.
    private static final class FakeDeliveries implements Deliveries {

        private final List<Row> rows = new ArrayList<>();
        private final List<Boolean> finished = new ArrayList<>();
        private final CountDownLatch asked = new CountDownLatch(1);
        private CountDownLatch taking = new CountDownLatch(0);

        private static final class Row {
            private final long id;
            private String state = "pending";
            private boolean held;
            private int taken;

            private Row(long id) {
                this.id = id;
            }

            private Due take() {
                held = true;
                taken++;
                return new Due(
                        id,
                        WEBHOOK,
                        "https://hooks.example.org/",
                        "alert/" + id + "/80",
                        "{}",
                        taken,
                        taken,
                        Instant.MAX,
                        SECRET,
                        Optional.empty());
            }
        }

        private synchronized void add(long id) {
            rows.add(new Row(id));
        }

        private synchronized String state(long id) {
            return row(id).state;
        }

        private synchronized void endHolds() {
            rows.forEach(row -> row.held = false);
        }

        @Override
        public List<Due> take(int most, Duration hold) {
            asked.countDown();
            try {
                taking.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
            synchronized (this) {
                return rows.stream().anyMatch(row -> row.held)
                        ? List.of()
                        : rows.stream()
                                .filter(row -> row.state.equals("pending"))
                                .limit(1)
                                .map(Row::take)
                                .toList();
            }
        }

        @Override
        public synchronized boolean finish(Due due, Delivery.Outcome outcome) {
            Row row = row(due.id());
            boolean ours = row.taken == due.taken() && row.state.equals("pending");
            if (ours) {
                row.held = false;
                row.state = outcome instanceof Delivery.Outcome.Delivered ? "delivered" : "pending";
            }
            finished.add(ours);
            return ours;
        }

        @Override
        public void forget(Duration after) {}

        @Override
        public Map<String, Long> counts() {
            return Map.of();
        }

        private Row row(long id) {
            return rows.stream().filter(row -> row.id == id).findFirst().orElseThrow();
        }
    }
}
