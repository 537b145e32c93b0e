package dev.cortado.local.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cortado.local.administration.Administration;
import dev.cortado.local.administration.RefusedException;
import dev.cortado.local.settings.DataDirectory;
import dev.cortado.local.settings.PoolHour;
import dev.cortado.local.settings.Settings;
import dev.cortado.local.variant.MeasuredPrices;
import dev.cortado.local.variant.PriceRows;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// The price book.
@Command(
        name = "price",
        mixinStandardHelpOptions = true,
        description = "The price book.",
        synopsisSubcommandLabel = "COMMAND")
final class PriceCommand {
    private static final String CSV = "text/csv";
    private static final ObjectMapper JSON = new ObjectMapper();

    @Command(name = "list", mixinStandardHelpOptions = true, description = "Lists the prices in force.")
    int list(@Mixin Asking asking) throws IOException, InterruptedException {
        asking.ask(administration -> asking.show(administration.get("/v1/prices"), PriceTables::book));
        return 0;
    }

    @Command(name = "import", mixinStandardHelpOptions = true, description = "Publishes a whole book from CSV.")
    int importBook(
            @Mixin Asking asking,
            @Parameters(paramLabel = "FILE", description = "as `price export` writes it") Path file,
            @Option(names = "--book-version", required = true, description = "the book's name, such as 2026-12")
                    String version,
            @Option(names = "--effective-at", description = "instant from which; now where absent") @Nullable
                    String effectiveAt,
            @Option(names = "--preview", description = "only says what would change") boolean preview,
            @Option(names = "--free", description = "prices of zero are meant") boolean free)
            throws IOException, InterruptedException {
        byte[] book = Files.readAllBytes(file);
        String question = "version=" + Administration.encode(version)
                + (effectiveAt == null ? "" : "&effectiveAt=" + Administration.encode(effectiveAt))
                + "&preview=" + preview + "&free=" + free;
        asking.ask(administration ->
                asking.show(administration.post("/v1/prices/import?" + question, CSV, book), PriceTables::changes));
        return 0;
    }

    @Command(
            name = "export",
            mixinStandardHelpOptions = true,
            description = "Prints the prices in force as CSV; with --json as `list` does.")
    int export(@Mixin Asking asking) throws IOException, InterruptedException {
        if (asking.forPrograms()) {
            return list(asking);
        }
        asking.ask(administration -> administration.copy("/v1/prices/export", CSV, System.out));
        System.out.flush();
        return 0;
    }

    @Command(
            name = "measured",
            mixinStandardHelpOptions = true,
            description = {
                "Makes a book from the last calibration: what a token takes of its pool's paid hour.",
                "Without --publish it is only printed. Published, it keeps the prices in force of variants that are not"
                        + " measured."
            })
    int measured(
            @Mixin Asking asking,
            @Option(names = "--margin", defaultValue = "0", description = "on top, as a share (${DEFAULT-VALUE})")
                    BigDecimal margin,
            @Option(
                            names = "--busy-share",
                            defaultValue = "1",
                            description = "of the paid hours in which the pool works (${DEFAULT-VALUE})")
                    BigDecimal busyShare,
            @Option(
                            names = "--streams",
                            defaultValue = "4",
                            description = "that decode at once: 1, 2, 4 or 8 (${DEFAULT-VALUE})")
                    int streams,
            @Option(names = "--publish", paramLabel = "VERSION", description = "in force at once, by this name")
                    @Nullable
                    String version,
            @Option(names = "--free", description = "measured prices of zero are meant") boolean free)
            throws IOException, InterruptedException {
        Settings settings = asking.stack();
        Path results = new DataDirectory(settings.dataDirectory()).calibrationResults();
        if (!Files.isReadable(results)) {
            throw new IOException("nothing is measured yet: run ./cortado calibrate first");
        }
        MeasuredPrices prices = MeasuredPrices.of(results, terms(settings, streams, busyShare, margin));
        if (version == null) {
            prices.unmeasured().forEach(PriceCommand::sayUnpriced);
            asking.show(JSON.valueToTree(prices), (out, _) -> out.print(prices.csv()));
            return 0;
        }
        asking.ask(administration -> {
            PriceRows measured = PriceRows.of(prices.csv());
            PriceRows book = measured.withOthersOf(inForce(administration).orElse(measured));
            book.variants().stream()
                    .filter(variant -> !measured.has(variant))
                    .forEach(variant -> System.err.println(variant + " is not measured, and keeps its price"));
            prices.unmeasured().stream().filter(variant -> !book.has(variant)).forEach(PriceCommand::sayUnpriced);
            // A price of zero that is in force is meant; one that was measured may come of an hour without a price.
            boolean isMeant = free || (book.free() && !measured.free());
            String question = "version=" + Administration.encode(version) + "&free=" + isMeant;
            asking.show(
                    administration.post(
                            "/v1/prices/import?" + question, CSV, book.csv().getBytes(StandardCharsets.UTF_8)),
                    PriceTables::changes);
        });
        return 0;
    }

    private static void sayUnpriced(String variant) {
        System.err.println(variant + " has no measured rates, and no price");
    }

    /// Empty before the first book.
    private static Optional<PriceRows> inForce(Administration administration) throws IOException, InterruptedException {
        try {
            return Optional.of(rows(administration));
        } catch (RefusedException e) {
            if (e.status() == HttpURLConnection.HTTP_NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /// The prices in force.
    static PriceRows rows(Administration administration) throws IOException, InterruptedException {
        ByteArrayOutputStream book = new ByteArrayOutputStream();
        administration.copy("/v1/prices/export", CSV, book);
        return PriceRows.of(book.toString(StandardCharsets.UTF_8));
    }

    /// At what it costs while four streams decode, every paid hour in use.
    static MeasuredPrices.Terms atCost(Settings settings) {
        return terms(settings, 4, BigDecimal.ONE, BigDecimal.ZERO);
    }

    private static MeasuredPrices.Terms terms(Settings settings, int streams, BigDecimal busyShare, BigDecimal margin) {
        return new MeasuredPrices.Terms(
                PoolHour.of(settings).stream().collect(Collectors.toMap(PoolHour::pool, PoolHour::usd)),
                streams,
                busyShare,
                margin);
    }
}
