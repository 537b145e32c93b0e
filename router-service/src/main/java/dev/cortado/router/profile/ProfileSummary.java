package dev.cortado.router.profile;

import java.time.Instant;

/// A version as lists show it, without its text.
///
/// @param bytes of the text, in UTF-8
/// @param sha256 of the text, in hexadecimal digits
public record ProfileSummary(String name, int version, String task, int bytes, String sha256, Instant createdAt) {}
