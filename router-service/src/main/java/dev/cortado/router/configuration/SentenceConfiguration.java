package dev.cortado.router.configuration;

import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/// Keys under `cortado.router.predictor.sentences`: the second stage of prediction, off unless there is a folder.
public interface SentenceConfiguration {

    /// The folder with the jars of a sentence encoder, which reads every prompt beside its features. None: there is no
    /// second stage.
    Optional<String> encoderDirectory();

    /// Tokens that are read of a prompt, half of them from its end; at least 2. What it takes grows with them.
    @WithDefault("128")
    int tokensMax();

    /// Prompts that are read at once; each takes a core.
    @WithDefault("1")
    int threads();

    /// Prompts that may wait to be read; requests beyond go by features alone.
    @WithDefault("4")
    int queueMax();

    /// How long a request waits for its prompt to be read before it goes by features alone.
    @WithDefault("150ms")
    Duration waitMax();
}
