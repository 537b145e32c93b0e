package dev.cortado.inference.engine;

import dev.cortado.contracts.unit.TokenCount;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A prompt that was counted: as the model's tokens or, where a remote server renders and tokenises it, as the
/// conversation itself with a number that its tokens do not pass.
public final class PreparedPrompt {

    private final int[] tokens;
    private final int size;
    private final boolean exact;
    private final @Nullable Conversation conversation;
    private final OutputRule rule;

    public PreparedPrompt(int[] tokens, OutputRule rule) {
        this.tokens = tokens.clone();
        this.size = tokens.length;
        this.exact = true;
        this.conversation = null;
        this.rule = rule;
    }

    /// A prompt that anything may follow.
    public PreparedPrompt(int[] tokens) {
        this(tokens, OutputRule.FREE);
    }

    private PreparedPrompt(Conversation conversation, int size, boolean exact) {
        this.tokens = new int[0];
        this.size = size;
        this.exact = exact;
        this.conversation = conversation;
        this.rule = OutputRule.FREE;
    }

    /// A prompt whose tokens the server's own tokeniser counted.
    public static PreparedPrompt counted(Conversation conversation, TokenCount tokens) {
        return new PreparedPrompt(conversation, Math.toIntExact(tokens.count()), true);
    }

    /// A prompt of at least so many tokens, which is more than the model reads: nothing can be generated from it.
    public static PreparedPrompt tooLong(int tokensMin) {
        return new PreparedPrompt(tokensMin);
    }

    private PreparedPrompt(int tokensMin) {
        this.tokens = new int[0];
        this.size = tokensMin;
        this.exact = false;
        this.conversation = null;
        this.rule = OutputRule.FREE;
    }

    /// A prompt of at most so many tokens.
    public static PreparedPrompt bounded(Conversation conversation, TokenCount tokensMax) {
        return new PreparedPrompt(conversation, Math.toIntExact(tokensMax.count()), false);
    }

    /// Tokens, or the most that they may be.
    public int size() {
        return size;
    }

    /// False where the size is only a bound.
    public boolean exact() {
        return exact;
    }

    /// Tokens that were counted, which of a prompt that is too long may not be all; zero where the size
    /// only bounds what was not counted.
    public TokenCount counted() {
        return exact || conversation == null ? count() : TokenCount.ZERO;
    }

    /// @throws IndexOutOfBoundsException also where the tokens are not known
    public int token(int index) {
        return tokens[index];
    }

    /// @throws NullPointerException where the prompt was tokenised here
    public Conversation conversation() {
        return Objects.requireNonNull(conversation, "a tokenised prompt keeps no conversation");
    }

    /// For what follows it.
    public OutputRule rule() {
        return rule;
    }

    public TokenCount count() {
        return TokenCount.of(size);
    }
}
