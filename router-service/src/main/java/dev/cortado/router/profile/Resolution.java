package dev.cortado.router.profile;

/// What a request's profile turns out to be.
public sealed interface Resolution {

    record Found(Profile profile) implements Resolution {}

    /// The organisation has no such profile, or no such version of it.
    record Unknown(String message) implements Resolution {}

    /// It is not known here and the store cannot be asked.
    record Unavailable(String message) implements Resolution {}
}
