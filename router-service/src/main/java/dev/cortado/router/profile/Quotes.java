package dev.cortado.router.profile;

import dev.cortado.contracts.unit.TokenCount;
import dev.cortado.contracts.unit.TokenPriceList;
import dev.cortado.contracts.unit.VariantId;
import dev.cortado.router.catalogue.CurrentCatalogue;
import dev.cortado.router.catalogue.Lane;
import dev.cortado.router.catalogue.Variant;
import dev.cortado.router.price.Prices;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/// What a profile takes on each variant of the catalogue. Counts are kept: texts and tokenizers do not change.
public final class Quotes {

    /// @param covered the variant is fine-tuned for the profile's task and does not get its text
    /// @param tokens empty where no node that could count is up
    /// @param prices empty where the price book has none
    public record Quote(
            VariantId variant, boolean covered, Optional<TokenCount> tokens, Optional<TokenPriceList> prices) {}

    private record Key(String sha256, VariantId variant) {}

    private final CurrentCatalogue catalogue;
    private final Prices prices;
    private final Supplier<Instant> now;
    private final ProfileCounter counter;
    private final Map<Key, TokenCount> counted;

    /// @param now accounting's time
    /// @param countsMax counts in memory
    public Quotes(
            CurrentCatalogue catalogue, Prices prices, Supplier<Instant> now, ProfileCounter counter, int countsMax) {
        this.catalogue = catalogue;
        this.prices = prices;
        this.now = now;
        this.counter = counter;
        this.counted = new LinkedHashMap<>(16, .75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<Key, TokenCount> eldest) {
                return size() > countsMax;
            }
        };
    }

    /// @param residency labels that a pool must have for the text to be counted there
    public CompletionStage<List<Quote>> of(Profile profile, Set<String> residency) {
        List<CompletableFuture<Quote>> quotes = new ArrayList<>();
        for (Variant variant : catalogue.now().variants()) {
            boolean covered = variant.covers(profile.task());
            // A model that was trained for another task is of no use to this one.
            if (covered || !variant.specialised()) {
                quotes.add(count(profile, variant, residency)
                        .thenApply(tokens -> new Quote(variant.id(), covered, tokens, price(variant)))
                        .toCompletableFuture());
            }
        }
        return CompletableFuture.allOf(quotes.toArray(CompletableFuture[]::new))
                .thenApply(_ -> quotes.stream().map(CompletableFuture::join).toList());
    }

    private CompletionStage<Optional<TokenCount>> count(Profile profile, Variant variant, Set<String> residency) {
        Key key = new Key(profile.sha256Hex(), variant.id());
        synchronized (counted) {
            TokenCount known = counted.get(key);
            if (known != null) {
                return CompletableFuture.completedFuture(Optional.of(known));
            }
        }
        return counter.count(variant.id(), profile.text(), residency).thenApply(count -> {
            synchronized (counted) {
                count.ifPresent(tokens -> counted.put(key, tokens));
            }
            return count;
        });
    }

    private Optional<TokenPriceList> price(Variant variant) {
        return prices.at(now.get())
                .flatMap(book -> catalogue.now().poolsOf(variant).stream()
                        .flatMap(pool -> book.price(variant.id(), pool.id(), Lane.REALTIME).stream())
                        .findFirst());
    }
}
