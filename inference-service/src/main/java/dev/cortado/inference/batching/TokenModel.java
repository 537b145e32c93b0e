package dev.cortado.inference.batching;

import dev.cortado.inference.engine.AdapterLoading;
import dev.cortado.inference.engine.AdapterUse;
import dev.cortado.inference.engine.Embedder;
import dev.cortado.inference.engine.OutputRule;
import dev.cortado.inference.engine.Sampling;
import dev.cortado.inference.engine.TokenLikelihood;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// A model's forward pass, as the decode loop needs it. Used by one thread at a time, but for [#compile].
///
/// A slot holds one sequence: its tokens in the model's memory and the sampler that draws its next ones.
public interface TokenModel extends AutoCloseable {

    /// No token can be drawn.
    int NO_TOKEN = -1;

    int slots();

    /// Tokens that one slot holds.
    int contextTokens();

    /// The most tokens of one step.
    int stepTokensMax();

    /// Makes what keeps one sequence to a rule; takes CPU time in proportion to the rule's grammar. May be called from
    /// any thread before [#close].
    ///
    /// @param rule what the completion must be like; one that [PromptSource] let pass
    /// @return to be given to [#open] or freed
    CompiledRule compile(OutputRule rule);

    /// What keeps one sequence to its rule, perhaps in native memory.
    interface CompiledRule {

        /// By whoever has it, once; not after it was given to [#open].
        void free();
    }

    /// Begins a sequence in a slot, after the tokens that it holds.
    ///
    /// @param choice from 0; the choices of one seed draw differently
    /// @param rule of this model's [#compile]; freed when the sequence ends, also where this throws
    void open(int slot, Sampling sampling, int choice, CompiledRule rule);

    /// Gives a slot, whatever it holds, the tokens of another.
    void copy(int from, int to);

    /// Ends the slot's sequence, if it has one; its tokens stay until [#keep].
    void end(int slot);

    /// Forgets the slot's tokens but for the first ones.
    ///
    /// @return false where that cannot be done; then all are forgotten
    boolean keep(int slot, int tokens);

    /// Loads an adapter, under which steps may then be taken.
    AdapterLoading load(AdapterLoading.AdapterSource adapter);

    /// Under which adapter the next steps run.
    void use(AdapterUse adapter);

    /// Runs the batch through the model.
    ///
    /// @param abort asked often during the step; true ends it early
    StepOutcome run(StepBatch batch, BooleanSupplier abort);

    /// Draws the slot's next token after a completed step.
    ///
    /// @param row index in the batch of the token whose output is wanted
    /// @return [#NO_TOKEN] if no token continues what the slot's rule allows
    int sample(int slot, int row);

    /// How likely the model found a token after a completed step.
    ///
    /// @param row index in the batch of the token before it
    /// @param top how many of the likeliest are told with it
    TokenLikelihood likelihood(int row, int token, int top);

    boolean endsGeneration(int token);

    /// The token's text as UTF-8 bytes, perhaps only a part of a character; empty for control tokens.
    byte[] bytes(int token);

    /// By which texts become vectors, also while steps are taken; empty for a model that cannot.
    default Optional<Embedder> embedder() {
        return Optional.empty();
    }

    @Override
    void close();

    /// What came of a step.
    enum StepOutcome {
        COMPLETED,
        ABORTED,
        FAILED
    }
}
