package dev.cortado.gateway.authenticate;

import java.util.List;
import java.util.concurrent.CompletionStage;

/// Accounting's word on whom a credential belongs to.
public interface Identities {

    CompletionStage<Identification> resolveKey(ApiKey key);

    CompletionStage<Identification> resolvePerson(Person person, PayerChoice choice);

    /// Whom a credential belongs to.
    sealed interface Identification {

        record Identified(Tenant tenant) implements Identification {}

        record Unknown(String message) implements Identification {}

        record Suspended(String message) implements Identification {}

        record ChoiceNeeded(String message, List<String> choices) implements Identification {}

        record NotAMember(String message) implements Identification {}

        /// Accounting could not be asked.
        record Unreachable() implements Identification {}
    }
}
