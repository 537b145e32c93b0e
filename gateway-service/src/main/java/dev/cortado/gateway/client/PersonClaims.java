package dev.cortado.gateway.client;

import dev.cortado.gateway.authenticate.Person;
import dev.cortado.gateway.authenticate.PersonVerifier.Verification;
import jakarta.json.JsonString;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jspecify.annotations.Nullable;

/// A person, read from the verified claims of a Keycloak access token.
final class PersonClaims {

    private PersonClaims() {}

    static Verification read(JwtClaims claims) {
        try {
            String subject = claims.getSubject();
            if (subject == null || subject.isBlank()) {
                return new Verification.Invalid("it names no subject");
            }
            if (claims.getExpirationTime() == null) {
                return new Verification.Invalid("it never expires");
            }
            if (claims.getClaimValue("typ") instanceof String type && !type.equalsIgnoreCase("Bearer")) {
                return new Verification.Invalid("it is not an access token but of type '" + type + "'");
            }
            String issuer = claims.getIssuer();
            return new Verification.Verified(new Person(
                    issuer == null ? "" : issuer,
                    subject,
                    names(claims.getClaimValue("organization")),
                    names(claims.getClaimValue("groups")),
                    roles(claims.getClaimValue("realm_access")),
                    Instant.ofEpochMilli(claims.getExpirationTime().getValueInMillis())));
        } catch (MalformedClaimException e) {
            return new Verification.Invalid("a claim has the wrong type");
        }
    }

    /// Quarkus leaves arrays and objects as Jakarta's JSON types. Keycloak writes organisations as a list of aliases,
    /// or as an object from alias to details.
    private static List<String> names(@Nullable Object claim) {
        return switch (claim) {
            case null -> List.of();
            case String name -> List.of(name);
            case JsonString name -> List.of(name.getString());
            case Map<?, ?> byName -> strings(byName.keySet());
            case Collection<?> listed -> strings(listed);
            default -> List.of();
        };
    }

    private static List<String> roles(@Nullable Object realmAccess) {
        return realmAccess instanceof Map<?, ?> access ? names(access.get("roles")) : List.of();
    }

    private static List<String> strings(Collection<?> values) {
        List<String> strings = new ArrayList<>();
        for (Object value : values) {
            switch (value) {
                case String text -> strings.add(text);
                case JsonString text -> strings.add(text.getString());
                default -> {}
            }
        }
        return strings;
    }
}
