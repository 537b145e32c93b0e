package dev.cortado.inference.llama;

import dev.cortado.inference.batching.TokenModel;
import java.lang.foreign.MemorySegment;

/// Draws the tokens of one sequence: from a chain alone, or held to a grammar.
///
/// Marking down a whole vocabulary by a grammar takes tens of milliseconds, so tokens are drawn freely first, each
/// without those drawn before, until one fits; only after several is the vocabulary marked down. The first fit of such
/// a
/// row is drawn as if from what the grammar leaves (the first of a set in an order by Plackett and Luce has the odds of
/// the set). The grammar is never told a token that it does not take, which would end the process.
final class SlotSampler {

    private static final int FREE_DRAWS = 12;

    private final LlamaSymbols symbols;
    private final LlamaVocabulary vocabulary;
    private final Candidates candidates;
    private final MemorySegment chain;
    private final MemorySegment grammar;
    private final boolean broken;

    /// @param candidates shared by all slots of a model
    /// @param grammar NULL for free text
    /// @param broken whether there should be a grammar, but the library did not take it
    SlotSampler(
            LlamaSymbols symbols,
            LlamaVocabulary vocabulary,
            Candidates candidates,
            MemorySegment chain,
            MemorySegment grammar,
            boolean broken) {
        this.symbols = symbols;
        this.vocabulary = vocabulary;
        this.candidates = candidates;
        this.chain = chain;
        this.grammar = grammar;
        this.broken = broken;
    }

    /// @param logits of the whole vocabulary
    int sample(MemorySegment context, int row, MemorySegment logits) {
        if (broken) {
            return TokenModel.NO_TOKEN;
        }
        if (grammar.equals(MemorySegment.NULL)) {
            return symbols.samplerSample(chain, context, row);
        }
        int token = drawFreely(logits);
        if (token == TokenModel.NO_TOKEN) {
            token = drawMarked(logits);
        }
        if (token == TokenModel.NO_TOKEN) {
            return token;
        }
        if (!vocabulary.endsGeneration(token)) {
            symbols.samplerAccept(grammar, token);
        }
        symbols.samplerAccept(chain, token);
        return token;
    }

    private int drawFreely(MemorySegment logits) {
        int[] misfits = new int[FREE_DRAWS];
        for (int draw = 0; draw < FREE_DRAWS; draw++) {
            MemorySegment all = candidates.fill(logits);
            for (int i = 0; i < draw; i++) {
                candidates.ruleOut(misfits[i]);
            }
            symbols.samplerApply(chain, all);
            int token = candidates.selected();
            if (token == TokenModel.NO_TOKEN) {
                return token;
            }
            if (fits(token)) {
                return token;
            }
            misfits[draw] = token;
        }
        return TokenModel.NO_TOKEN;
    }

    private int drawMarked(MemorySegment logits) {
        MemorySegment left = candidates.fill(logits);
        symbols.samplerApply(grammar, left);
        if (!candidates.anyLeft()) {
            return TokenModel.NO_TOKEN;
        }
        symbols.samplerApply(chain, left);
        int token = candidates.selected();
        return token != TokenModel.NO_TOKEN && fits(token) ? token : TokenModel.NO_TOKEN;
    }

    void free() {
        symbols.samplerFree(chain);
        if (!grammar.equals(MemorySegment.NULL)) {
            symbols.samplerFree(grammar);
        }
    }

    private boolean fits(int token) {
        symbols.samplerApply(grammar, candidates.fill(token));
        return candidates.anyLeft();
    }
}
