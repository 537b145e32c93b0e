package dev.cortado.inference.remote;

import java.util.OptionalLong;

/// What a server says it counted; each number may be missing, and any may be untrue.
///
/// @param prompt including the cached ones
/// @param cached prompt tokens that were not computed
/// @param reasoning completion tokens that are not shown
public record UsageClaim(OptionalLong prompt, OptionalLong cached, OptionalLong completion, OptionalLong reasoning) {

    public static final UsageClaim NONE =
            new UsageClaim(OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty());
}
