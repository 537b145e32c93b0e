package dev.cortado.inference.engine;

/// What a chat template adds to the tokens of the contents, at most: `fixed + messages × perMessage`, and for tools
/// `tools + count × perTool` more, the count being that of the definitions and of the calls in the messages.
/// With one token being at least one byte, that and the bytes of the contents bound a prompt.
public record TemplateOverhead(int fixed, int perMessage, int tools, int perTool) {

    /// A template without tools.
    public TemplateOverhead(int fixed, int perMessage) {
        this(fixed, perMessage, 0, 0);
    }

    public long promptTokensMax(long contentBytes, int messages) {
        return contentBytes + fixed + (long) messages * perMessage;
    }

    public long promptTokensMax(long contentBytes, int messages, int toolCount) {
        return promptTokensMax(contentBytes, messages) + (toolCount == 0 ? 0 : tools + (long) toolCount * perTool);
    }
}
