package dev.cortado.gateway.authenticate;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.cortado.gateway.authenticate.Identities.Identification;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/// Answers about credentials, for a while: bounded in number and age, and void as soon as accounting says so.
///
/// An answer that was asked for before an invalidation is not kept after it: it may be the very one that became void.
/// Safe for use by several threads.
public final class IdentityCache {

    /// What an answer is kept under: the whole credential and what the headers chose.
    public record Question(CredentialDigest credential, PayerChoice choice) {}

    /// @param keyId public id of the API key that was asked for, empty for a person
    private record Kept(Identification answer, String keyId, Duration lifetime) {}

    private final Cache<Question, Kept> answers;
    private final Duration lifetime;
    private final Duration refusalLifetime;
    private final AtomicLong invalidations = new AtomicLong();

    /// @param lifetime of tenants; also how long they serve while accounting is unreachable
    /// @param refusalLifetime of refusals, short: a new key must soon work
    public IdentityCache(int entriesMax, Duration lifetime, Duration refusalLifetime, Ticker ticker) {
        this.lifetime = lifetime;
        this.refusalLifetime = refusalLifetime;
        this.answers = Caffeine.newBuilder()
                .maximumSize(entriesMax)
                .ticker(ticker)
                .expireAfter(Expiry.<Question, Kept>creating((question, kept) -> kept.lifetime()))
                .build();
    }

    public Optional<Identification> answer(Question question) {
        return Optional.ofNullable(answers.getIfPresent(question)).map(Kept::answer);
    }

    /// To be read before accounting is asked, and given to [#keep].
    public long invalidations() {
        return invalidations.get();
    }

    /// @param keyId public id of the key in question, empty for a person
    /// @param longest how long the credential itself still holds
    public void keep(Question question, Identification answer, String keyId, Duration longest, long invalidationsSeen) {
        Duration atMost = switch (answer) {
            case Identification.Identified _ -> lifetime;
            case Identification.Unknown _ -> refusalLifetime;
            case Identification.Suspended _ -> refusalLifetime;
            case Identification.ChoiceNeeded _ -> refusalLifetime;
            case Identification.NotAMember _ -> refusalLifetime;
            case Identification.Unreachable _ -> Duration.ZERO;
        };
        Duration kept = atMost.compareTo(longest) <= 0 ? atMost : longest;
        if (kept.isPositive() && invalidations.get() == invalidationsSeen) {
            answers.put(question, new Kept(answer, keyId, kept));
            if (invalidations.get() != invalidationsSeen) {
                answers.invalidate(question);
            }
        }
    }

    public void forgetKey(String publicId) {
        invalidations.incrementAndGet();
        answers.asMap().values().removeIf(kept -> kept.keyId().equals(publicId));
    }

    /// Forgets every answer that names this organisation, team or project, and every refusal: it may have been lifted.
    public void forgetNode(String nodeId) {
        invalidations.incrementAndGet();
        answers.asMap().values().removeIf(kept -> concerns(kept.answer(), nodeId));
    }

    public void forgetAll() {
        invalidations.incrementAndGet();
        answers.invalidateAll();
    }

    private static boolean concerns(Identification answer, String nodeId) {
        return !(answer instanceof Identification.Identified(Tenant tenant))
                || tenant.organisation().value().equals(nodeId)
                || tenant.team().value().equals(nodeId)
                || tenant.project().value().equals(nodeId);
    }
}
