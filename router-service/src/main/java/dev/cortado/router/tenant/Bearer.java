package dev.cortado.router.tenant;

import dev.cortado.contracts.unit.KeyId;

/// Who brought the request on a project's behalf.
public sealed interface Bearer {

    /// An API key; limits may hang on it.
    record ByKey(KeyId key) implements Bearer {}

    /// A person with a JWT; the subject is never a limit's node.
    record InPerson(String subject) implements Bearer {}
}
