package dev.cortado.accounting.identity;

import dev.cortado.accounting.path.TenantPath;
import java.util.List;

/// Whose a credential is.
public sealed interface Resolution {

    /// It may charge this path.
    record Resolved(TenantPath path) implements Resolution {}

    /// It may not.
    ///
    /// @param choices project ids to choose from, where a choice is needed or was wrong
    record Refused(Reason reason, String message, List<String> choices) implements Resolution {}

    /// Why a credential is refused.
    enum Reason {
        UNKNOWN,
        REVOKED,
        SUSPENDED,
        CHOICE_NEEDED,
        NOT_A_MEMBER
    }

    static Refused refused(Reason reason, String message) {
        return new Refused(reason, message, List.of());
    }
}
