package dev.cortado.accounting.profile;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Rules that an answer to a profile's requests must keep, as administration takes and shows them. One that fails is
/// answered by the next candidate, where the request is not streamed.
///
/// @param charactersMin of the answer; absent: any
/// @param charactersMax of the answer; absent: any
/// @param mustContain texts, compared without regard to case
/// @param mustNotContain the same
/// @param recordFields names of lines `name: value` of the last user message, whose value the answer must contain
/// @param json whether the answer must be JSON; false where absent
/// @param error share of answers that the rules were measured to judge wrongly, 0 to 0.1
public record Checks(
        @Nullable Integer charactersMin,
        @Nullable Integer charactersMax,
        @Nullable List<String> mustContain,
        @Nullable List<String> mustNotContain,
        @Nullable List<String> recordFields,
        @Nullable Boolean json,
        @Nullable Double error) {}
