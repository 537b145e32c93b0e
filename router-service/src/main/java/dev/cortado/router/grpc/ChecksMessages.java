package dev.cortado.router.grpc;

import dev.cortado.contracts.v1.ProfileChecks;
import dev.cortado.router.profile.Checks;

/// A profile's checks in protobuf, both ways.
final class ChecksMessages {

    private ChecksMessages() {}

    /// @throws IllegalArgumentException naming the rule that is out of its bounds
    static Checks toChecks(ProfileChecks checks) {
        return new Checks(
                checks.getCharactersMin(),
                checks.getCharactersMax(),
                checks.getMustContainList(),
                checks.getMustNotContainList(),
                checks.getRecordFieldsList(),
                checks.getJson(),
                checks.getError());
    }

    static ProfileChecks of(Checks checks) {
        return ProfileChecks.newBuilder()
                .setCharactersMin(checks.charactersMin())
                .setCharactersMax(checks.charactersMax())
                .addAllMustContain(checks.mustContain())
                .addAllMustNotContain(checks.mustNotContain())
                .addAllRecordFields(checks.recordFields())
                .setJson(checks.json())
                .setError(checks.error())
                .build();
    }
}
