package dev.cortado.gateway.client;

import dev.cortado.contracts.v1.Signed;
import dev.cortado.gateway.route.SignedWord;

/// A signed message as it came.
record ProtobufWord(Signed signed) implements SignedWord {

    static Signed of(SignedWord word) {
        return switch (word) {
            case ProtobufWord(Signed signed) -> signed;
            default -> throw new IllegalArgumentException("not a word of a service: " + word.getClass());
        };
    }
}
