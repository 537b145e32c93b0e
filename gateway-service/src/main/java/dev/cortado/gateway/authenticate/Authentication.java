package dev.cortado.gateway.authenticate;

import java.util.List;

/// The outcome of the first step.
public sealed interface Authentication {

    record Authenticated(Tenant tenant) implements Authentication {}

    /// Why a request is nobody's, or not allowed to be whose it claims.
    sealed interface Refused extends Authentication {}

    /// No credential, a malformed or a wrong one.
    record Rejected(String message) implements Refused {}

    record Suspended(String message) implements Refused {}

    record ChoiceNeeded(String message, List<String> choices) implements Refused {}

    record NotAMember(String message) implements Refused {}

    /// Whoever could say is not reachable.
    record Unavailable(String message) implements Refused {}
}
