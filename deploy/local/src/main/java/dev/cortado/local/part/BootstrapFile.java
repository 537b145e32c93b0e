package dev.cortado.local.part;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cortado.local.artefact.Catalogue;
import dev.cortado.local.secret.ApiKey;
import dev.cortado.local.secret.PrivateFiles;
import dev.cortado.local.settings.PoolHour;
import dev.cortado.local.settings.SettingKey;
import dev.cortado.local.settings.Tier;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The tenant of the demo, its key, limit and prices, and what the pools cost, which accounting creates where they are
/// missing.
/// The key stands in it as a digest only.
final class BootstrapFile {
    private BootstrapFile() {}

    static void write(Workshop shop) throws IOException {
        ApiKey key = shop.secrets().demoKey();
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("organisation", Map.of("id", "org-demo", "name", "demo"));
        all.put("team", Map.of("id", "team-demo", "name", "research"));
        all.put("project", Map.of("id", "project-demo", "name", "demo"));
        all.put("key", Map.of("publicId", key.publicId(), "secretSha256", key.secretSha256(), "name", "demo"));
        all.put(
                "limit",
                Map.of(
                        "node", "org-demo",
                        "unit", "nano-usd",
                        "window", "month",
                        "zone", "UTC",
                        "capUsd", shop.settings().text(SettingKey.BUDGET_USD),
                        "hard", true));
        List<Map<String, String>> rows = prices(shop.catalogue());
        all.put("prices", Map.of("version", "demo-1", "rows", rows));
        all.put(
                "poolRates",
                PoolHour.of(shop.settings()).stream().map(PoolHour::parts).toList());
        PrivateFiles.write(
                shop.data().bootstrapFile(),
                new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(all) + "\n");
    }

    /// A made variant begins with the price of its tier, an adapter with that of its base.
    private static List<Map<String, String>> prices(Catalogue catalogue) {
        List<Map<String, String>> rows = new ArrayList<>();
        catalogue.models().forEach(model -> rows.add(price(model.variant(), model.tier())));
        catalogue
                .adapted()
                .forEach(adapted -> catalogue
                        .model(adapted.base())
                        .ifPresent(base -> rows.add(price(adapted.variant(), base.tier()))));
        return rows;
    }

    private static Map<String, String> price(String variant, Tier tier) {
        Price price = Price.of(tier);
        return Map.of(
                "variant", variant,
                "promptUsdPerMillion", price.prompt(),
                "completionUsdPerMillion", price.completion());
    }

    /// USD per million tokens, as decimal text: money is never a floating-point number.
    private record Price(String prompt, String completion) {
        static Price of(Tier tier) {
            return switch (tier) {
                case SMALL -> new Price("0.02", "0.08");
                case MEDIUM -> new Price("0.10", "0.50");
                case LARGE -> new Price("0.18", "1.00");
            };
        }
    }
}
