package dev.cortado.inference.engine;

/// What a chat template adds to the tokens of the contents, at most: `fixed + messages × perMessage`.
/// With one token being at least one byte, `bytes + fixed + messages × perMessage` bounds a prompt.
public record TemplateOverhead(int fixed, int perMessage) {

    public long promptTokensMax(long contentBytes, int messages) {
        return contentBytes + fixed + (long) messages * perMessage;
    }
}
