package dev.cortado.accounting.store;

import dev.cortado.accounting.pricing.PriceRow;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;

/// A row of `price`. It never changes.
@Entity
@Table(name = "price")
@IdClass(PriceEntity.Key.class)
class PriceEntity {

    record Key(String version, String variant, String pool, String lane) implements Serializable {}

    @Id
    String version;

    @Id
    String variant;

    @Id
    String pool;

    @Id
    String lane;

    @Column(name = "prompt_pico_usd")
    long promptPicoUsd;

    @Column(name = "cached_prompt_pico_usd")
    long cachedPromptPicoUsd;

    @Column(name = "cache_write_pico_usd")
    long cacheWritePicoUsd;

    @Column(name = "completion_pico_usd")
    long completionPicoUsd;

    @SuppressWarnings("NullAway.Init") // Hibernate fills it.
    protected PriceEntity() {}

    PriceEntity(PriceRow row) {
        version = row.prices().version().value();
        variant = row.variant().value();
        pool = row.pool();
        lane = row.lane().word();
        promptPicoUsd = row.prices().prompt().picos();
        cachedPromptPicoUsd = row.prices().cachedPrompt().picos();
        cacheWritePicoUsd = row.prices().cacheWrite().picos();
        completionPicoUsd = row.prices().completion().picos();
    }
}
