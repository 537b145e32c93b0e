package dev.cortado.inference.configuration;

import java.util.Arrays;
import java.util.stream.Collectors;

/// What generates, by its word in `cortado.inference.engine`.
enum EngineKind {
    /// libllama in this process.
    LLAMA("llama", false),
    /// A server with OpenAI's HTTP interface.
    OPENAI("openai", true),
    /// A server of the Open Inference Protocol.
    OPEN_INFERENCE("open-inference", true);

    private final String word;
    private final boolean remote;

    EngineKind(String word, boolean remote) {
        this.word = word;
        this.remote = remote;
    }

    /// @throws IllegalArgumentException naming the words there are
    static EngineKind of(String word) {
        for (EngineKind kind : values()) {
            if (kind.word.equals(word)) {
                return kind;
            }
        }
        throw new IllegalArgumentException("cortado.inference.engine must be one of "
                + Arrays.stream(values()).map(kind -> kind.word).collect(Collectors.joining(", ")) + ", not '" + word
                + "'");
    }

    boolean isRemote() {
        return remote;
    }
}
