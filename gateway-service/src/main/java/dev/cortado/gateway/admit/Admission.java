package dev.cortado.gateway.admit;

/// Whether a request may begin now.
public sealed interface Admission {

    record Admitted(Permit permit) implements Admission {}

    /// Why not.
    sealed interface Refused extends Admission {}

    /// The gateway runs as many requests as it may.
    record GatewayFull(int limit) implements Refused {}

    /// The organisation runs as many requests as it may.
    record OrganisationFull(int limit) implements Refused {}

    /// One request's place. Releasing it twice changes nothing.
    interface Permit {
        void release();
    }
}
