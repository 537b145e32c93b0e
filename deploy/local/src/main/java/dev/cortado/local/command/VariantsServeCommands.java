package dev.cortado.local.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cortado.local.administration.Administration;
import dev.cortado.local.artefact.MadeVariants;
import dev.cortado.local.part.Workshop;
import dev.cortado.local.settings.SettingKey;
import dev.cortado.local.supervise.Lifecycle;
import dev.cortado.local.variant.MakerProcess;
import dev.cortado.local.variant.Making;
import dev.cortado.local.variant.PriceRows;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Which made variants are loaded, what they cost, and which are kept.
final class VariantsServeCommands {
    private VariantsServeCommands() {}

    /// Switches a made variant on or off.
    abstract static class Switch implements Callable<Integer> {
        @Mixin
        private final Common common = new Common();

        @Parameters(paramLabel = "VARIANT", description = "a variant that was made here")
        private String id = "";

        abstract boolean on();

        @Override
        public Integer call() throws IOException {
            Workshop shop = Common.workshop(common.asked());
            MadeVariants made = shop.merged().made();
            ObjectNode entry = made.entry(id)
                    .orElseThrow(() -> new IOException("there is no made variant '" + id
                            + "'; the shipped ones are served by the setting " + SettingKey.TIERS.key()));
            made.serving(id, on()).write();
            System.out.println(id + (on() ? " is served" : " is not served any more") + " from the next start on"
                    + (Lifecycle.running(shop.data()).isPresent() ? ": ./cortado down, then up" : ""));
            if (!shop.settings().servedVariants().isEmpty()) {
                System.out.println("  but the settings' " + SettingKey.SERVED_VARIANTS.key() + " decides, and "
                        + (shop.settings().servedVariants().contains(id) ? "names it" : "does not name it"));
            }
            if (on()) {
                System.out.println(
                        "  memory: " + Say.bytes(entry.path("memoryBytes").asLong())
                                + " beside the others of its pool; a node loads it only where that is free");
                System.out.println("  price: the book of a new stack gives it that of its tier; to one that was started"
                        + " before, add it: ./cortado variants price " + id);
            }
            return 0;
        }
    }

    /// Loads it from the next start on.
    @Command(name = "serve", mixinStandardHelpOptions = true, description = "Has a made variant loaded and routed to.")
    static final class Serve extends Switch {
        @Override
        boolean on() {
            return true;
        }
    }

    /// Loads it no more.
    @Command(name = "unserve", mixinStandardHelpOptions = true, description = "Has a made variant loaded no more.")
    static final class Unserve extends Switch {
        @Override
        boolean on() {
            return false;
        }
    }

    /// Publishes a price book with the variant's rows added, on the running stack.
    @Command(
            name = "price",
            mixinStandardHelpOptions = true,
            description =
                    "Adds a variant to the price book in force: at the price of what it was made from, or a given one.")
    static final class Price implements Callable<Integer> {
        private static final String CSV = "text/csv";

        @Mixin
        private final Asking asking = new Asking();

        @Parameters(paramLabel = "VARIANT", description = "a variant that was made here")
        private String id = "";

        @Option(names = "--prompt", paramLabel = "USD", description = "USD per million prompt tokens")
        private @Nullable String prompt;

        @Option(names = "--completion", paramLabel = "USD", description = "USD per million completion tokens")
        private @Nullable String completion;

        @Override
        public Integer call() throws IOException, InterruptedException {
            ObjectNode entry = Common.workshop(asking.stack())
                    .merged()
                    .entry(id)
                    .orElseThrow(() -> new IOException("there is no variant '" + id + "'"));
            String origin = entry.path(entry.has("base") ? "base" : "madeFrom").asText();
            asking.ask(administration -> publish(administration, origin));
            return 0;
        }

        private void publish(Administration administration, String origin) throws IOException, InterruptedException {
            PriceRows rows = PriceCommand.rows(administration);
            if (rows.has(id)) {
                asking.show(
                        administration.get("/v1/prices"),
                        (out, _) -> out.println(id + " has a price: " + rows.words(id)
                                + "; change it by ./cortado price export and import"));
                return;
            }
            PriceRows more = rows.with(id, origin, prompt, completion);
            String version = "variants-" + System.currentTimeMillis();
            JsonNode changes = administration.post(
                    "/v1/prices/import?version=" + version, CSV, more.csv().getBytes(StandardCharsets.UTF_8));
            asking.show(
                    changes,
                    (out, _) ->
                            out.println(id + ": " + more.words(id) + " (price book " + version + ", in force now)"));
        }
    }

    /// Deletes it.
    @Command(
            name = "remove",
            mixinStandardHelpOptions = true,
            description = "Forgets a variant that was made here, and deletes its file.")
    static final class Remove implements Callable<Integer> {
        @Mixin
        private final Common common = new Common();

        @Parameters(paramLabel = "VARIANT", description = "a variant that was made here")
        private String id = "";

        @Override
        public Integer call() throws IOException {
            Workshop shop = Common.workshop(common.asked());
            new Making(shop, new MakerProcess(shop, 1, new StepLine())).remove(id);
            System.out.println("removed " + id + "; a running stack goes on with it until its next start");
            return 0;
        }
    }
}
