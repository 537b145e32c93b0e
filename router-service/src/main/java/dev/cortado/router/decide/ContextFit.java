package dev.cortado.router.decide;

import dev.cortado.contracts.unit.TokenCount;
import dev.cortado.contracts.unit.VariantId;

/// Whether a context can hold a prompt. A node refuses a prompt that leaves no room for one token of an
/// answer; a longer answer it cuts at the context's end.
///
/// The router does not count prompts, so it bounds them from below: a token has at most
/// [#BYTES_PER_TOKEN_MAX] bytes. Once a node has counted a prompt and refused it, the context must be
/// longer than the one that was too short, and longer than what was counted with the same variant.
///
/// @param context of one choice; zero where no limit is known
/// @param promptAtLeast tokens that the prompt has at least, by its bytes or as any node counted it
public record ContextFit(TokenCount context, TokenCount promptAtLeast, Outlook outlook) {

    /// Bytes of the longest token in the vocabularies of the catalogue's models, as their files list them:
    /// a run of 128 blanks in Qwen 2.5's; SmolLM2's has 81. Prose has about four. Text that a template
    /// drops, such as blanks at a message's end, is counted in a prompt's bytes all the same.
    static final int BYTES_PER_TOKEN_MAX = 128;

    /// What is to be expected of a node that gets the prompt.
    public enum Outlook {
        /// It likely has room for the prompt and an answer.
        LIKELY,
        /// It may refuse the prompt, or cut the answer off.
        UNLIKELY,
        /// It surely refuses the prompt.
        TOO_LONG
    }

    /// @param promptBytes UTF-8 bytes of its text
    /// @param likely tokens that the prompt and an answer likely have
    static ContextFit of(
            VariantId variant, TokenCount context, long promptBytes, TokenCount likely, Overlong overlong) {
        TokenCount byBytes = TokenCount.of(Math.ceilDiv(promptBytes, BYTES_PER_TOKEN_MAX));
        TokenCount surely = longer(byBytes, overlong.promptTokens(variant));
        return new ContextFit(
                context,
                longer(byBytes, overlong.promptTokens()),
                outlook(context, longer(surely, overlong.tooShort(variant)), likely));
    }

    /// @param tooShort the longest context that surely does not do
    private static Outlook outlook(TokenCount context, TokenCount tooShort, TokenCount likely) {
        if (context.equals(TokenCount.ZERO)) {
            return Outlook.LIKELY;
        }
        if (context.compareTo(tooShort) <= 0) {
            return Outlook.TOO_LONG;
        }
        return likely.compareTo(context) <= 0 ? Outlook.LIKELY : Outlook.UNLIKELY;
    }

    public boolean isTooLong() {
        return outlook == Outlook.TOO_LONG;
    }

    public boolean isLikely() {
        return outlook == Outlook.LIKELY;
    }

    private static TokenCount longer(TokenCount one, TokenCount other) {
        return one.compareTo(other) >= 0 ? one : other;
    }
}
