package dev.cortado.inference.configuration;

import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// The server that this node fronts, below `cortado.inference.remote`; read where the engine is a remote one.
public interface RemoteSettings {

    /// What OpenAI's own clients are given, such as `http://127.0.0.1:8080/v1`; of an Open Inference server
    /// `grpc://host:port`, or `grpcs://` for TLS.
    Optional<URI> url();

    /// Name of the environment variable that holds the server's key. Default: no key.
    Optional<String> keyVariable();

    /// File that holds the key, such as a mounted Kubernetes secret; read again for each request.
    Optional<Path> keyFile();

    /// To open a connection.
    @WithDefault("PT3S")
    Duration connectTimeMax();

    /// For an answer to a question beside generating: whether it serves, how many tokens a prompt has.
    @WithDefault("PT2S")
    Duration answerTimeMax();

    /// From being sent to the first token, all tries together.
    @WithDefault("PT60S")
    Duration firstTokenTimeMax();

    /// Between two tokens.
    @WithDefault("PT30S")
    Duration silenceMax();

    /// From the end of the text to the end of the answer, in which the usage comes.
    @WithDefault("PT5S")
    Duration usageTimeMax();

    /// Tries after the first, while no token has come: where the connection broke, and for 408, 429 and 5xx.
    @WithDefault("2")
    int retriesMax();

    /// Before the first of them; doubles with each, and is never less than the server's Retry-After.
    @WithDefault("PT0.2S")
    Duration retryDelay();

    /// Between two questions whether the server serves.
    @WithDefault("PT2S")
    Duration healthInterval();

    /// What the server calls the limit of the completion: `max_tokens` or `max_completion_tokens`.
    @WithDefault("max_tokens")
    String completionMaxField();

    /// Whether the server may reuse for one organisation what it computed for the prompts of another, who can then tell
    /// by the time to the first token what was asked before.
    @WithDefault("false")
    boolean prefixesShared();

    /// Bytes of one event of a stream.
    @WithDefault("1048576")
    int eventBytesMax();

    /// Prompts that are counted at once, each by a question to the server.
    @WithDefault("8")
    int countThreads();

    /// Tokens that the server's chat template adds to a prompt at most, where it counts no prompts.
    @WithDefault("64")
    int templateTokensFixed();

    /// Tokens that it adds to each message at most, where it counts no prompts.
    @WithDefault("16")
    int templateTokensPerMessage();

    /// Tokens that it adds to a prompt with tools at most: its instructions for calling them.
    @WithDefault("512")
    int templateTokensTools();

    /// Tokens that it adds to each declared tool and to each call in the messages at most.
    @WithDefault("64")
    int templateTokensPerTool();

    /// Mean bytes of a text's tokens at most: a server that claims fewer tokens is not believed.
    @WithDefault("16")
    int bytesPerTokenMax();

    /// Bytes of a text that may come on top of that.
    @WithDefault("128")
    int bytesBeyond();

    /// Bytes of a usual token, by which is estimated what nobody counts.
    @WithDefault("4")
    int bytesPerTokenUsual();

    TensorSettings openInference();
}
