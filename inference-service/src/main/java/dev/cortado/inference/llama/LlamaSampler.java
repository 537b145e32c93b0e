package dev.cortado.inference.llama;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.cortado.inference.engine.OutputRule;
import dev.cortado.inference.engine.Sampling;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/// Builds the library's sampler chains: bias, penalties, temperature, nucleus, draw; or bias, penalties and the
/// likeliest token.
final class LlamaSampler {

    private static final float REPEAT_OFF = 1f;
    private static final long KEEP_MIN = 1;
    private static final long BIAS_BYTES = 8;

    /// The library takes this seed for "random"; one bit away is another seed.
    private static final int SEED_RESERVED = 0xFFFFFFFF;

    /// Odd, so that all choices of a seed differ (the golden ratio's fraction in 64 bits).
    private static final long CHOICE_STEP = 0x9E3779B97F4A7C15L;

    private final LlamaSymbols symbols;
    private final MemorySegment vocabulary;
    private final int vocabularySize;
    private final int contextTokens;

    /// @param contextTokens how far back penalties look
    LlamaSampler(LlamaSymbols symbols, LlamaVocabulary vocabulary, int contextTokens) {
        this.symbols = symbols;
        this.vocabulary = vocabulary.segment();
        this.vocabularySize = vocabulary.size();
        this.contextTokens = contextTokens;
    }

    /// A new chain, to be freed by the caller.
    ///
    /// @param choice from 0; each draws differently, and always the same under the same seed
    MemorySegment chain(Sampling sampling, int choice) {
        MemorySegment chain;
        try (Arena arena = Arena.ofConfined()) {
            chain = symbols.samplerChainInit(symbols.samplerChainDefaultParams(arena));
        }
        if (!sampling.logitBias().isEmpty()) {
            symbols.samplerChainAdd(chain, bias(sampling.logitBias()));
        }
        if (sampling.penalises()) {
            symbols.samplerChainAdd(
                    chain,
                    symbols.samplerPenalties(
                            vocabularySize, contextTokens, REPEAT_OFF, (float) sampling.frequencyPenalty(), (float)
                                    sampling.presencePenalty()));
        }
        if (sampling.isGreedy()) {
            symbols.samplerChainAdd(chain, symbols.samplerGreedy());
            return chain;
        }
        symbols.samplerChainAdd(chain, symbols.samplerTemperature((float) sampling.temperature()));
        if (sampling.topP() < 1) {
            symbols.samplerChainAdd(chain, symbols.samplerTopP((float) sampling.topP(), KEEP_MIN));
        }
        symbols.samplerChainAdd(chain, symbols.samplerDistribution(seed(sampling, choice)));
        return chain;
    }

    /// A new grammar, to be freed by the caller; NULL for free text, and where the library does not take the grammar.
    MemorySegment grammar(OutputRule rule) {
        if (rule.isFree()) {
            return MemorySegment.NULL;
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment text = arena.allocateFrom(rule.grammar());
            MemorySegment root = arena.allocateFrom("root");
            return rule.trigger() == OutputRule.FROM_START
                    ? symbols.samplerGrammar(vocabulary, text, root)
                    : symbols.samplerGrammarFrom(
                            vocabulary, text, root, arena.allocateFrom(JAVA_INT, rule.trigger()), 1);
        }
    }

    /// Whether the library takes the rule's grammar. May be called from any thread.
    boolean takes(OutputRule rule) {
        MemorySegment grammar = grammar(rule);
        boolean taken = !grammar.equals(MemorySegment.NULL);
        if (taken) {
            symbols.samplerFree(grammar);
        }
        return taken || rule.isFree();
    }

    /// The lowest bias is a ban whatever the logits.
    private MemorySegment bias(Map<Integer, Double> biases) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment pairs = arena.allocate(BIAS_BYTES * biases.size(), BIAS_BYTES);
            int index = 0;
            for (var bias : biases.entrySet()) {
                double value = bias.getValue();
                pairs.set(JAVA_INT, BIAS_BYTES * index, bias.getKey());
                pairs.set(
                        JAVA_FLOAT,
                        BIAS_BYTES * index + JAVA_INT.byteSize(),
                        value <= -Sampling.BIAS_MAX ? Float.NEGATIVE_INFINITY : (float) value);
                index++;
            }
            return symbols.samplerLogitBias(vocabularySize, index, pairs);
        }
    }

    private static int seed(Sampling sampling, int choice) {
        long wide = sampling.seed().orElseGet(() -> ThreadLocalRandom.current().nextLong());
        int seed = Long.hashCode(wide + choice * CHOICE_STEP);
        return seed == SEED_RESERVED ? SEED_RESERVED - 1 : seed;
    }
}
