package dev.cortado.contracts.unit;

/// Bounds of a request's labels: `metadata` as OpenAI bounds it, and the request's `user` beside it. The gateway holds
/// clients to them, and accounting keeps what they allow: were its own any narrower, usage that was served could not
/// be charged. Characters are code points.
public final class MetadataBounds {

    /// Pairs of `metadata`.
    public static final int CLIENT_PAIRS_MAX = 16;

    /// Pairs in all: those of `metadata`, `user`, and the platform's own ([RequestPurpose]).
    public static final int PAIRS_MAX = CLIENT_PAIRS_MAX + 2;

    public static final int NAME_CHARACTERS_MAX = 64;

    public static final int VALUE_CHARACTERS_MAX = 512;

    private MetadataBounds() {}

    /// Code points.
    public static int characters(String text) {
        return text.codePointCount(0, text.length());
    }
}
