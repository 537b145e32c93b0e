package dev.cortado.gateway.authenticate;

import java.time.Instant;
import java.util.List;

/// A person, as a verified JWT describes them.
///
/// @param groups full paths, such as `/demo/research`
/// @param expiresAt when the token ends
public record Person(
        String issuer,
        String subject,
        List<String> organisations,
        List<String> groups,
        List<String> roles,
        Instant expiresAt) {

    public Person {
        organisations = List.copyOf(organisations);
        groups = List.copyOf(groups);
        roles = List.copyOf(roles);
    }
}
