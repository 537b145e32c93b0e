package dev.cortado.inference.client;

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

    /// Whether it tells its health at `/health`.
    boolean tellsHealth() {
        return this != PLAIN;
    }
}
