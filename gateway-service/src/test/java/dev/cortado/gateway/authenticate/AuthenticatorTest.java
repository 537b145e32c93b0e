package dev.cortado.gateway.authenticate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.cortado.contracts.unit.OrganisationId;
import dev.cortado.contracts.unit.ProjectId;
import dev.cortado.contracts.unit.TeamId;
import dev.cortado.gateway.authenticate.Authentication.Authenticated;
import dev.cortado.gateway.authenticate.Authentication.NotAMember;
import dev.cortado.gateway.authenticate.Authentication.Rejected;
import dev.cortado.gateway.authenticate.Authentication.Unavailable;
import dev.cortado.gateway.authenticate.Identities.Identification;
import dev.cortado.gateway.authenticate.PersonVerifier.Verification;
import dev.cortado.gateway.fake.TestKeys;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class AuthenticatorTest {

    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

    private final FakeIdentities identities = new FakeIdentities();
    private Function<String, Verification> verifier = token -> new Verification.Verified(person(token));
    private long nanos;
    private final IdentityCache cache =
            new IdentityCache(100, Duration.ofSeconds(60), Duration.ofSeconds(5), () -> nanos);
    private final Authenticator authenticator = new Authenticator(
            identities, token -> CompletableFuture.completedFuture(verifier.apply(token)), cache, () -> NOW, _ -> {});

    private static final class FakeIdentities implements Identities {
        private Identification answer = new Identification.Identified(tenant("org"));
        private int asked;
        private Runnable meanwhile = () -> {};

        @Override
        public CompletionStage<Identification> resolveKey(ApiKey key) {
            asked++;
            meanwhile.run();
            return CompletableFuture.completedFuture(answer);
        }

        @Override
        public CompletionStage<Identification> resolvePerson(Person person, PayerChoice choice) {
            asked++;
            return CompletableFuture.completedFuture(
                    answer instanceof Identification.Identified
                            ? new Identification.Identified(tenant(person.subject()))
                            : answer);
        }
    }

    private static Tenant tenant(String organisation) {
        return new Tenant(new OrganisationId(organisation), new TeamId("t"), new ProjectId("p"), "", "");
    }

    private static Person person(String token) {
        return new Person("i", token, List.of(), List.of(), List.of(), NOW.plusSeconds(30));
    }

    private Authentication key(PayerChoice choice) {
        return run(Credential.read("Bearer " + TestKeys.key("demo000000000000"), 1000), choice);
    }

    private Authentication jwt(String token) {
        return run(Credential.read("Bearer " + token, 1000), PayerChoice.NONE);
    }

    private Authentication run(Credential credential, PayerChoice choice) {
        return authenticator
                .authenticate(credential, choice)
                .toCompletableFuture()
                .join();
    }

    private void pass(Duration time) {
        nanos += time.toNanos();
    }

    @Test
    void key_isAskedForOnce_untilItsLifetimePasses() {
        key(PayerChoice.NONE);
        key(PayerChoice.NONE);
        assertEquals(1, identities.asked);
        pass(Duration.ofSeconds(61));
        key(PayerChoice.NONE);
        assertEquals(2, identities.asked);
    }

    @Test
    void accountingAway_knownKeysGoOn_othersAreUnavailable() {
        assertInstanceOf(Authenticated.class, key(PayerChoice.NONE));
        identities.answer = new Identification.Unreachable();
        assertInstanceOf(Authenticated.class, key(PayerChoice.NONE));
        pass(Duration.ofSeconds(61));
        assertInstanceOf(Unavailable.class, key(PayerChoice.NONE));
        identities.answer = new Identification.Identified(tenant("org"));
        assertInstanceOf(Authenticated.class, key(PayerChoice.NONE));
    }

    @Test
    void refusal_isKeptBriefly() {
        identities.answer = new Identification.Unknown("no");
        assertInstanceOf(Rejected.class, key(PayerChoice.NONE));
        identities.answer = new Identification.Identified(tenant("org"));
        assertInstanceOf(Rejected.class, key(PayerChoice.NONE));
        pass(Duration.ofSeconds(6));
        assertInstanceOf(Authenticated.class, key(PayerChoice.NONE));
    }

    @Test
    void key_mayNameItsOwnProjectOnly() {
        assertInstanceOf(Authenticated.class, key(new PayerChoice("org", "p")));
        assertInstanceOf(NotAMember.class, key(new PayerChoice("org", "q")));
        assertInstanceOf(NotAMember.class, key(new PayerChoice("another", "")));
    }

    /// The weakness of another gateway: a cache keyed on the first characters of a JWT.
    @Test
    void tokensThatShareAllButTheirLastCharacter_areTwoPersons() {
        String header = "eyJhbGciOiJSUzI1NiJ9." + "a".repeat(100) + ".";
        assertEquals(new Authenticated(tenant(header + "x")), jwt(header + "x"));
        assertEquals(new Authenticated(tenant(header + "y")), jwt(header + "y"));
        assertEquals(2, identities.asked);
    }

    @Test
    void token_isKeptNoLongerThanItLives() {
        jwt("a.b.c");
        pass(Duration.ofSeconds(31));
        verifier = _ -> new Verification.Invalid("it has expired");
        assertInstanceOf(Rejected.class, jwt("a.b.c"));
    }

    @Test
    void keysOfTheProviderAway_isUnavailable() {
        verifier = _ -> new Verification.KeysUnavailable();
        assertInstanceOf(Unavailable.class, jwt("a.b.c"));
    }

    @Test
    void push_forgetsTheKey_theNode_orAll() {
        for (Runnable push : List.<Runnable>of(
                () -> cache.forgetKey("demo000000000000"), () -> cache.forgetNode("org"), cache::forgetAll)) {
            key(PayerChoice.NONE);
            int before = identities.asked;
            push.run();
            key(PayerChoice.NONE);
            assertEquals(before + 1, identities.asked);
        }
        int before = identities.asked;
        cache.forgetKey("another");
        cache.forgetNode("another");
        key(PayerChoice.NONE);
        assertEquals(before, identities.asked);
    }

    @Test
    void answerAskedForBeforeAPush_isNotKeptAfterIt() {
        identities.meanwhile = () -> cache.forgetKey("demo000000000000");
        key(PayerChoice.NONE);
        identities.meanwhile = () -> {};
        identities.answer = new Identification.Unknown("revoked");
        assertInstanceOf(Rejected.class, key(PayerChoice.NONE));
    }
}
