package dev.cortado.inference.llama;

import dev.cortado.inference.engine.Sampling;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.ThreadLocalRandom;

/// Builds the library's sampler chains: penalties, temperature, nucleus, draw; or penalties and the likeliest token.
final class LlamaSampler {

    private static final float REPEAT_OFF = 1f;
    private static final long KEEP_MIN = 1;

    /// The library takes this seed for "random"; one bit away is another seed.
    private static final int SEED_RESERVED = 0xFFFFFFFF;

    private final LlamaSymbols symbols;
    private final int vocabularySize;
    private final int contextTokens;

    /// @param contextTokens how far back penalties look
    LlamaSampler(LlamaSymbols symbols, int vocabularySize, int contextTokens) {
        this.symbols = symbols;
        this.vocabularySize = vocabularySize;
        this.contextTokens = contextTokens;
    }

    /// A new chain, to be freed by the caller.
    MemorySegment chain(Sampling sampling) {
        MemorySegment chain;
        try (Arena arena = Arena.ofConfined()) {
            chain = symbols.samplerChainInit(symbols.samplerChainDefaultParams(arena));
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
        symbols.samplerChainAdd(chain, symbols.samplerDistribution(seed(sampling)));
        return chain;
    }

    private static int seed(Sampling sampling) {
        long wide = sampling.seed().orElseGet(() -> ThreadLocalRandom.current().nextLong());
        int seed = Long.hashCode(wide);
        return seed == SEED_RESERVED ? SEED_RESERVED - 1 : seed;
    }
}
