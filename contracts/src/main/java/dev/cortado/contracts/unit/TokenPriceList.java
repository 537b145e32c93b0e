package dev.cortado.contracts.unit;

import java.math.BigInteger;
import java.util.Optional;

/// Prices of the four meters from one immutable version of the price book, and the one place where a cost is rounded.
public record TokenPriceList(
        PriceVersion version,
        PicoUsdPerToken prompt,
        PicoUsdPerToken cachedPrompt,
        PicoUsdPerToken cacheWrite,
        PicoUsdPerToken completion) {

    private static final long PICOS_PER_NANO = 1_000;

    /// Cost of the tokens: `⌈((prompt − cached)·p + cached·p_c + write·p_w + completion·p_o) / 1000⌉` nano-USD,
    /// computed exactly and rounded up once.
    ///
    /// @throws ArithmeticException if the cost does not fit 64 bits
    public NanoUsd cost(BilledTokens tokens) {
        long uncached = tokens.prompt().count() - tokens.cachedPrompt().count();
        try {
            long picos = Math.addExact(
                    Math.addExact(
                            Math.multiplyExact(uncached, prompt.picos()),
                            Math.multiplyExact(tokens.cachedPrompt().count(), cachedPrompt.picos())),
                    Math.addExact(
                            Math.multiplyExact(tokens.cacheWrite().count(), cacheWrite.picos()),
                            Math.multiplyExact(tokens.completion().count(), completion.picos())));
            return NanoUsd.of(Math.ceilDiv(picos, PICOS_PER_NANO));
        } catch (ArithmeticException overflow) {
            return exactCost(uncached, tokens);
        }
    }

    /// The most that so many prompt and completion tokens can cost, however the prompt is split into meters.
    public NanoUsd costAtMost(TokenCount promptTokens, TokenCount completionTokens) {
        PicoUsdPerToken dearest = prompt;
        if (cachedPrompt.compareTo(dearest) > 0) {
            dearest = cachedPrompt;
        }
        PicoUsdPerToken promptAndWrite =
                new PicoUsdPerToken(Math.min(PicoUsdPerToken.PICOS_MAX, dearest.picos() + cacheWrite.picos()));
        return new TokenPriceList(version, promptAndWrite, promptAndWrite, PicoUsdPerToken.FREE, completion)
                .cost(BilledTokens.ofPromptAndCompletion(promptTokens, completionTokens));
    }

    /// The most completion tokens, at most `wanted`, whose cost with this prompt stays within `amount`;
    /// empty if not even the prompt does.
    public Optional<TokenCount> completionWithin(NanoUsd amount, BilledTokens promptOnly, TokenCount wanted) {
        if (cost(promptOnly).compareTo(amount) > 0) {
            return Optional.empty();
        }
        long low = 0;
        long high = wanted.count();
        while (low < high) {
            long middle = low + (high - low + 1) / 2;
            BilledTokens tokens = new BilledTokens(
                    promptOnly.prompt(), promptOnly.cachedPrompt(), promptOnly.cacheWrite(), TokenCount.of(middle));
            if (cost(tokens).compareTo(amount) <= 0) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return Optional.of(TokenCount.of(low));
    }

    private NanoUsd exactCost(long uncached, BilledTokens tokens) {
        BigInteger picos = product(uncached, prompt)
                .add(product(tokens.cachedPrompt().count(), cachedPrompt))
                .add(product(tokens.cacheWrite().count(), cacheWrite))
                .add(product(tokens.completion().count(), completion));
        BigInteger[] parts = picos.divideAndRemainder(BigInteger.valueOf(PICOS_PER_NANO));
        BigInteger nanos = parts[1].signum() == 0 ? parts[0] : parts[0].add(BigInteger.ONE);
        return NanoUsd.of(nanos.longValueExact());
    }

    private static BigInteger product(long tokens, PicoUsdPerToken price) {
        return BigInteger.valueOf(tokens).multiply(BigInteger.valueOf(price.picos()));
    }
}
