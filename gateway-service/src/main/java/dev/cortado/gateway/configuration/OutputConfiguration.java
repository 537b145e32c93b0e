package dev.cortado.gateway.configuration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/// How much a chat request may ask of its answers' form.
@ConfigMapping(prefix = "cortado.gateway.output")
public interface OutputConfiguration {

    /// Choices of one request, which its `n` asks for.
    @WithDefault("8")
    int choicesMax();

    /// Token ids in `logit_bias`.
    @WithDefault("1024")
    int logitBiasMax();

    /// Functions that a request may declare.
    @WithDefault("128")
    int toolsMax();

    /// Calls of functions in one message that a client sends back.
    @WithDefault("128")
    int toolCallsMax();

    /// Bytes of one JSON schema, written without blanks, or of a function's description.
    @WithDefault("65536")
    int schemaBytesMax();

    /// Samples of an answer that the check `self-consistency` compares; below 2 the check is refused. Its error must be
    /// measured for the variants and prompts at hand first (`./cortado bench consistency`): nothing is known of it
    /// beforehand.
    @WithDefault("0")
    int comparedSamples();

    /// The tier or variant that the check `verifier` asks whether an answer is right; without one the check is refused.
    /// Its error must be measured first too (`./cortado bench consistency --verifier`).
    Optional<String> verifier();

    /// The longest that a verdict may be expected to take when it is asked for; where every node
    /// that could give it is slower, or has longer a queue, the answer is not verified. Well below
    /// the time that a second attempt is held for.
    @WithDefault("10s")
    Duration verifierLatencyMax();

    /// Log probabilities of one answer that is not streamed, or that is kept for its
    /// `Idempotency-Key`: choices × completion tokens × (1 + `top_logprobs`). The gateway holds
    /// about a hundred bytes for each.
    @WithDefault("131072")
    long logprobsMax();
}
