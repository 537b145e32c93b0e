package dev.cortado.gateway.http;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.cortado.contracts.unit.PicoUsdPerToken;
import dev.cortado.contracts.unit.TokenPriceList;
import java.io.IOException;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/// Prices as on price lists: USD per million tokens, as decimal strings.
final class PriceJson {

    private PriceJson() {}

    static void write(JsonGenerator json, @Nullable TokenPriceList prices) throws IOException {
        if (prices == null) {
            json.writeNullField("price");
            return;
        }
        json.writeObjectFieldStart("price");
        json.writeStringField("version", prices.version().value());
        json.writeStringField("prompt_usd_per_million", perMillion(prices.prompt()));
        json.writeStringField("cached_prompt_usd_per_million", perMillion(prices.cachedPrompt()));
        json.writeStringField("completion_usd_per_million", perMillion(prices.completion()));
        json.writeEndObject();
    }

    static String perMillion(PicoUsdPerToken price) {
        BigDecimal usd = BigDecimal.valueOf(price.picos(), 6).stripTrailingZeros();
        return (usd.scale() < 0 ? usd.setScale(0) : usd).toPlainString();
    }
}
