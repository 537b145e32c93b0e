package dev.cortado.inference.engine;

import dev.cortado.contracts.unit.TokenCount;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A prompt that was counted: as the model's tokens or, where a remote server renders and tokenises it, as the
/// conversation itself with a number that its tokens do not pass.
public final class PreparedPrompt {

    private final int[] tokens;
    private final int size;
    private final Bound bound;
    private final @Nullable Conversation conversation;
    private final OutputRule rule;

    public PreparedPrompt(int[] tokens, OutputRule rule) {
        this.tokens = tokens.clone();
        this.size = tokens.length;
        this.bound = Bound.EXACT;
        this.conversation = null;
        this.rule = rule;
    }

    /// A prompt that anything may follow.
    public PreparedPrompt(int[] tokens) {
        this(tokens, OutputRule.FREE);
    }

    private PreparedPrompt(@Nullable Conversation conversation, int size, Bound bound) {
        this.tokens = new int[0];
        this.size = size;
        this.bound = bound;
        this.conversation = conversation;
        this.rule = OutputRule.FREE;
    }

    /// What the size says of the prompt's tokens.
    public enum Bound {
        EXACT,
        /// They are no more; nobody counts them.
        AT_MOST,
        /// They are no more; whoever counts them did not answer this time.
        AT_MOST_FOR_NOW,
        /// They are no fewer, and more than the model reads.
        AT_LEAST
    }

    /// A prompt whose tokens the server's own tokeniser counted.
    public static PreparedPrompt counted(Conversation conversation, TokenCount tokens) {
        return new PreparedPrompt(conversation, Math.toIntExact(tokens.count()), Bound.EXACT);
    }

    /// A prompt of at least so many tokens, which is more than the model reads: nothing can be generated from it.
    public static PreparedPrompt tooLong(int tokensMin) {
        return new PreparedPrompt(null, tokensMin, Bound.AT_LEAST);
    }

    /// A prompt of at most so many tokens, which nobody counts.
    public static PreparedPrompt bounded(Conversation conversation, TokenCount tokensMax) {
        return new PreparedPrompt(conversation, Math.toIntExact(tokensMax.count()), Bound.AT_MOST);
    }

    /// A prompt of at most so many tokens, since whoever counts them did not answer.
    public static PreparedPrompt boundedForNow(Conversation conversation, TokenCount tokensMax) {
        return new PreparedPrompt(conversation, Math.toIntExact(tokensMax.count()), Bound.AT_MOST_FOR_NOW);
    }

    /// Tokens, or the bound that [#bound] tells of.
    public int size() {
        return size;
    }

    public Bound bound() {
        return bound;
    }

    /// False where the size is only a bound.
    public boolean exact() {
        return bound == Bound.EXACT;
    }

    /// Tokens that were counted, which of a prompt that is too long may not be all; zero where the size
    /// only bounds what was not counted.
    public TokenCount counted() {
        return switch (bound) {
            case EXACT, AT_LEAST -> count();
            case AT_MOST, AT_MOST_FOR_NOW -> TokenCount.ZERO;
        };
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
