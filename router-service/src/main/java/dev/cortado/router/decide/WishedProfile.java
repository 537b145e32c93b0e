package dev.cortado.router.decide;

/// What a decision needs to know of a request's prompt profile.
///
/// @param task of the catalogue, empty for none
/// @param textBytes UTF-8 bytes of its text
public record WishedProfile(String task, long textBytes) {

    /// Between the profile and the client's own system message.
    private static final int SEPARATOR_BYTES = 2;

    /// What it adds to a prompt at most.
    long bytes() {
        return textBytes + SEPARATOR_BYTES;
    }
}
