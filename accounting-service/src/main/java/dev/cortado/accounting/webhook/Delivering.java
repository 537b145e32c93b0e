package dev.cortado.accounting.webhook;

import dev.cortado.accounting.retry.Backoff;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

/// Delivers events: resolves the host, checks every address it has, connects to one of those and no other, so that a
/// name that changes its address between check and call gains nothing.
public final class Delivering {

    private final Names names;
    private final Reach reach;
    private final Post post;
    private final Set<Integer> ports;
    private final Backoff backoff;
    private final InstantSource clock;
    private final RandomGenerator random;

    public Delivering(
            Names names,
            Reach reach,
            Post post,
            Set<Integer> ports,
            Backoff backoff,
            InstantSource clock,
            RandomGenerator random) {
        this.names = names;
        this.reach = reach;
        this.post = post;
        this.ports = Set.copyOf(ports);
        this.backoff = backoff;
        this.clock = clock;
        this.random = random;
    }

    public Delivery.Outcome attempt(Delivery delivery) throws InterruptedException {
        return switch (WebhookUrl.read(delivery.url(), ports)) {
            case WebhookUrl.Reading.Refused(String why) -> failed(delivery, 0, "the URL is refused: " + why);
            case WebhookUrl.Reading.Accepted(WebhookUrl url) -> call(delivery, url);
        };
    }

    /// A failure whose cause lies here.
    public Delivery.Outcome failed(Delivery delivery, int status, String why) {
        Duration pause = backoff.after(delivery.attempts(), random);
        return clock.instant().plus(pause).isBefore(delivery.giveUpAt())
                ? new Delivery.Outcome.Later(status, why, pause)
                : new Delivery.Outcome.Dead(status, why + "; given up after " + delivery.attempts() + " attempts");
    }

    private Delivery.Outcome call(Delivery delivery, WebhookUrl url) throws InterruptedException {
        List<InetAddress> addresses;
        try {
            addresses = names.resolve(url.host());
        } catch (UnknownHostException e) {
            return failed(delivery, 0, "the host has no address");
        }
        if (addresses.isEmpty() || !addresses.stream().allMatch(reach::allows)) {
            return failed(delivery, 0, "the host has an address that is not public; none of them is called");
        }
        // Another of the addresses with each attempt: one may be down, or of a family that is not routed here.
        InetAddress address = addresses.get((delivery.attempts() - 1) % addresses.size());
        try {
            int status = post.send(url, address, headers(delivery), delivery.body());
            return status >= 200 && status < 300
                    ? new Delivery.Outcome.Delivered(status)
                    : failed(delivery, status, "the receiver answered " + status);
        } catch (Post.UnansweredException e) {
            return failed(delivery, 0, e.why());
        }
    }

    private Map<String, String> headers(Delivery delivery) {
        Instant now = clock.instant();
        return Map.of(
                "Content-Type",
                "application/json",
                "User-Agent",
                "Cortado-Webhooks/1",
                "Cortado-Delivery",
                Long.toString(delivery.id()),
                "Cortado-Event",
                delivery.event(),
                Signature.HEADER,
                Signature.header(now, delivery.body(), delivery.secrets()));
    }
}
