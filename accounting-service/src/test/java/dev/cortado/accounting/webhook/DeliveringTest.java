package dev.cortado.accounting.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cortado.accounting.retry.Backoff;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DeliveringTest {

    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
    private static final WebhookSecret SECRET = new WebhookSecret("x".repeat(32));

    private final Deque<List<String>> resolved = new ArrayDeque<>();
    private final List<String> called = new ArrayList<>();
    private final List<Map<String, String>> headers = new ArrayList<>();
    private int status = 200;

    private final Delivering delivering = new Delivering(
            this::resolve,
            new PublicAddresses(),
            this::send,
            Set.of(443),
            new Backoff(Duration.ofSeconds(10), Duration.ofHours(1)),
            InstantSource.fixed(NOW),
            new Random(1));

    private List<InetAddress> resolve(String host) throws UnknownHostException {
        if (resolved.isEmpty()) {
            throw new UnknownHostException(host);
        }
        List<InetAddress> addresses = new ArrayList<>();
        for (String each : resolved.removeFirst()) {
            addresses.add(InetAddress.getByName(each));
        }
        return addresses;
    }

    private int send(WebhookUrl url, InetAddress address, Map<String, String> sent, String body)
            throws Post.UnansweredException {
        called.add(url.host() + " at " + address.getHostAddress());
        headers.add(sent);
        if (status == 0) {
            throw new Post.UnansweredException("no answer");
        }
        return status;
    }

    @Test
    void delivery_isSignedAndSentToTheAddressThatWasChecked() throws InterruptedException {
        resolved.add(List.of("1.1.1.1"));
        resolved.add(List.of("127.0.0.1")); // what a name rebound after the check would say
        assertEquals(new Delivery.Outcome.Delivered(200), delivering.attempt(delivery(1)));
        assertEquals(List.of("hooks.example.org at 1.1.1.1"), called);
        assertEquals(1, resolved.size());
        assertEquals(
                Signature.header(NOW, "{}", List.of(SECRET)), headers.getFirst().get(Signature.HEADER));
        assertEquals("7", headers.getFirst().get("Cortado-Delivery"));
    }

    @Test
    void hostWithOneAddressThatIsNotPublic_isNotCalledAtAll() throws InterruptedException {
        for (String closed :
                List.of("127.0.0.1", "10.0.0.1", "169.254.169.254", "100.64.0.1", "::1", "fd00:ec2::254")) {
            resolved.add(List.of("1.1.1.1", closed));
            assertInstanceOf(Delivery.Outcome.Later.class, delivering.attempt(delivery(1)));
        }
        assertEquals(List.of(), called);
    }

    @Test
    void unknownHost_isTriedLater() throws InterruptedException {
        Delivery.Outcome.Later later = assertInstanceOf(Delivery.Outcome.Later.class, delivering.attempt(delivery(1)));
        assertTrue(later.pause().compareTo(Duration.ofSeconds(5)) >= 0
                && later.pause().compareTo(Duration.ofSeconds(10)) <= 0);
    }

    @Test
    void redirectOrError_isNoDelivery() throws InterruptedException {
        for (int each : List.of(301, 302, 307, 400, 404, 410, 500, 503, 0)) {
            resolved.add(List.of("1.1.1.1"));
            status = each;
            Delivery.Outcome.Later later =
                    assertInstanceOf(Delivery.Outcome.Later.class, delivering.attempt(delivery(1)));
            assertEquals(each, later.status());
        }
        assertEquals(9, called.size());
    }

    @Test
    void nextAttempt_goesToTheNextAddress() throws InterruptedException {
        status = 0;
        for (int attempt = 1; attempt <= 3; attempt++) {
            resolved.add(List.of("1.1.1.1", "2606:4700:4700::1111"));
            delivering.attempt(delivery(attempt));
        }
        assertEquals(
                List.of(
                        "hooks.example.org at 1.1.1.1",
                        "hooks.example.org at 2606:4700:4700:0:0:0:0:1111",
                        "hooks.example.org at 1.1.1.1"),
                called);
    }

    @Test
    void deliveryWhoseTimeIsOver_isDead() throws InterruptedException {
        resolved.add(List.of("1.1.1.1"));
        status = 500;
        Delivery last = new Delivery(
                7,
                "hook-a",
                "https://hooks.example.org/",
                "alert/1/80",
                "{}",
                9,
                9,
                NOW.plusSeconds(1),
                List.of(SECRET));
        Delivery.Outcome.Dead dead = assertInstanceOf(Delivery.Outcome.Dead.class, delivering.attempt(last));
        assertTrue(dead.why().contains("given up after 9 attempts"), dead.why());
    }

    private static Delivery delivery(int attempts) {
        return new Delivery(
                7,
                "hook-a",
                "https://hooks.example.org/",
                "alert/1/80",
                "{}",
                attempts,
                attempts,
                NOW.plus(Duration.ofHours(24)),
                List.of(SECRET));
    }
}
