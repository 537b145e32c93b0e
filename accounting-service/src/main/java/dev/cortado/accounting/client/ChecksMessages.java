package dev.cortado.accounting.client;

import dev.cortado.accounting.profile.Checks;
import dev.cortado.contracts.v1.ProfileChecks;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A profile's checks in protobuf, both ways.
final class ChecksMessages {

    private ChecksMessages() {}

    static ProfileChecks of(Checks checks) {
        return ProfileChecks.newBuilder()
                .setCharactersMin(Objects.requireNonNullElse(checks.charactersMin(), 0))
                .setCharactersMax(Objects.requireNonNullElse(checks.charactersMax(), 0))
                .addAllMustContain(texts(checks.mustContain()))
                .addAllMustNotContain(texts(checks.mustNotContain()))
                .addAllRecordFields(texts(checks.recordFields()))
                .setJson(Objects.requireNonNullElse(checks.json(), false))
                .setError(Objects.requireNonNullElse(checks.error(), 1.0))
                .build();
    }

    static Checks toChecks(ProfileChecks checks) {
        return new Checks(
                checks.getCharactersMin() == 0 ? null : checks.getCharactersMin(),
                checks.getCharactersMax() == 0 ? null : checks.getCharactersMax(),
                checks.getMustContainList(),
                checks.getMustNotContainList(),
                checks.getRecordFieldsList(),
                checks.getJson(),
                checks.getError());
    }

    private static List<String> texts(@Nullable List<String> texts) {
        return texts == null ? List.of() : texts;
    }
}
