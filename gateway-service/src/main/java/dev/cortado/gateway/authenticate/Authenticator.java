package dev.cortado.gateway.authenticate;

import dev.cortado.gateway.authenticate.Identities.Identification;
import dev.cortado.gateway.authenticate.IdentityCache.Question;
import dev.cortado.gateway.authenticate.PersonVerifier.Verification;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/// Turns a credential into a tenant: from the cache, else by accounting's word; a JWT is verified first.
///
/// While accounting is unreachable, what is in the cache serves until it is too old; all else waits.
public final class Authenticator {

    /// Told of each look into the cache.
    public interface Observer {
        void looked(boolean found);
    }

    private static final Duration ANY = Duration.ofDays(1);

    private final Identities identities;
    private final PersonVerifier persons;
    private final IdentityCache cache;
    private final InstantSource clock;
    private final Observer observer;

    public Authenticator(
            Identities identities,
            PersonVerifier persons,
            IdentityCache cache,
            InstantSource clock,
            Observer observer) {
        this.identities = identities;
        this.persons = persons;
        this.cache = cache;
        this.clock = clock;
        this.observer = observer;
    }

    public CompletionStage<Authentication> authenticate(Credential credential, PayerChoice choice) {
        return switch (credential) {
            case Credential.Missing _ ->
                done(new Authentication.Rejected(
                        "no API key: send it in the Authorization header, as in 'Authorization: Bearer ck_...'"));
            case Credential.Malformed(String why) -> done(new Authentication.Rejected(why));
            case Credential.Key key -> identify(key).thenApply(found -> ofKey(found, choice));
            case Credential.Jwt jwt -> identify(jwt, choice);
        };
    }

    private CompletionStage<Identification> identify(Credential.Key key) {
        Question question = new Question(key.digest(), PayerChoice.NONE);
        Optional<Identification> known = look(question);
        if (known.isPresent()) {
            return CompletableFuture.completedFuture(known.get());
        }
        long seen = cache.invalidations();
        return identities.resolveKey(key.key()).thenApply(found -> {
            cache.keep(question, found, key.key().publicId(), ANY, seen);
            return found;
        });
    }

    private CompletionStage<Authentication> identify(Credential.Jwt jwt, PayerChoice choice) {
        Question question = new Question(jwt.digest(), choice);
        Optional<Identification> known = look(question);
        if (known.isPresent()) {
            return done(ofPerson(known.get()));
        }
        long seen = cache.invalidations();
        return persons.verify(jwt.token()).thenCompose(verification -> switch (verification) {
            case Verification.Invalid(String why) -> done(new Authentication.Rejected("the JWT is not valid: " + why));
            case Verification.KeysUnavailable _ ->
                done(new Authentication.Unavailable("the identity provider cannot be reached to verify the JWT"));
            case Verification.Verified(Person person) ->
                identities.resolvePerson(person, choice).thenApply(found -> {
                    Duration left = Duration.between(clock.instant(), person.expiresAt());
                    cache.keep(question, found, "", left, seen);
                    return ofPerson(found);
                });
        });
    }

    private Optional<Identification> look(Question question) {
        Optional<Identification> known = cache.answer(question);
        observer.looked(known.isPresent());
        return known;
    }

    /// A key belongs to one project: the headers may repeat it, but not choose another.
    private static Authentication ofKey(Identification found, PayerChoice choice) {
        if (found instanceof Identification.Identified(Tenant tenant)) {
            if (!choice.organisation().isEmpty()
                    && !choice.organisation().equals(tenant.organisation().value())) {
                return new Authentication.NotAMember("this API key does not belong to the organisation '"
                        + choice.organisation() + "' that OpenAI-Organization names");
            }
            if (!choice.project().isEmpty()
                    && !choice.project().equals(tenant.project().value())) {
                return new Authentication.NotAMember("this API key does not belong to the project '" + choice.project()
                        + "' that OpenAI-Project names");
            }
        }
        return ofPerson(found);
    }

    private static Authentication ofPerson(Identification found) {
        return switch (found) {
            case Identification.Identified(Tenant tenant) -> new Authentication.Authenticated(tenant);
            case Identification.Unknown(String message) -> new Authentication.Rejected(message);
            case Identification.Suspended(String message) -> new Authentication.Suspended(message);
            case Identification.ChoiceNeeded needed ->
                new Authentication.ChoiceNeeded(needed.message(), needed.choices());
            case Identification.NotAMember(String message) -> new Authentication.NotAMember(message);
            case Identification.Unreachable _ ->
                new Authentication.Unavailable("accounting cannot be reached to say whose credential this is");
        };
    }

    private static CompletionStage<Authentication> done(Authentication outcome) {
        return CompletableFuture.completedFuture(outcome);
    }
}
