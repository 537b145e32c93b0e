package dev.cortado.inference.client;

import dev.cortado.inference.engine.Capability;
import java.util.Set;

/// Whose server it is, as it says itself in its list of models; decides what beyond OpenAI's interface it is asked.
enum Flavour {
    LLAMA_SERVER("llamacpp", "llama-server"),
    VLLM("vllm", "vLLM"),
    SGLANG("sglang", "SGLang"),
    /// Nothing but OpenAI's interface is expected.
    PLAIN("", "an OpenAI-compatible server");

    private final String owner;
    private final String title;

    Flavour(String owner, String title) {
        this.owner = owner;
        this.title = title;
    }

    static Flavour ofOwner(String owner) {
        for (Flavour flavour : values()) {
            if (flavour.owner.equals(owner)) {
                return flavour;
            }
        }
        return PLAIN;
    }

    /// For people.
    String title() {
        return title;
    }

    /// What each such server does beyond OpenAI's plain chat. Tools are not among it: vLLM and SGLang call them only
    /// where they were started with the parser of the model's calls, and llama-server says it of each model.
    Set<Capability> capabilities() {
        return this == PLAIN
                ? Set.of()
                : Set.of(Capability.JSON_OBJECT, Capability.JSON_SCHEMA, Capability.LOGIT_BIAS, Capability.LOGPROBS);
    }

    /// Whether it tells its health at `/health`.
    boolean tellsHealth() {
        return this != PLAIN;
    }
}
