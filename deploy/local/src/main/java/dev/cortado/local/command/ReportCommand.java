package dev.cortado.local.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cortado.local.administration.Table;
import dev.cortado.local.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// What the demo tenant's money bought, of the running stack.
@Command(
        name = "report",
        mixinStandardHelpOptions = true,
        description = "What the money bought: utility, its price, and where more stopped paying.")
final class ReportCommand implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Mixin
    private final Common common = new Common();

    @Option(names = "--from", paramLabel = "DAY", description = "first day, UTC; 30 days before the end where absent")
    private @Nullable String from;

    @Option(names = "--to", paramLabel = "DAY", description = "day after the last; now where absent")
    private @Nullable String to;

    @Option(names = "--html", paramLabel = "FILE", description = "write the page of pictures there")
    private @Nullable Path html;

    @Option(names = "--json", description = "the API's answer, for programs")
    private boolean json;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Settings settings = common.started();
        if (html != null) {
            Files.writeString(html, ask(settings, "html"));
            System.err.println("page: " + html.toAbsolutePath());
        }
        JsonNode report = JSON.readTree(ask(settings, "json"));
        if (json) {
            System.out.println(JSON.writerWithDefaultPrettyPrinter().writeValueAsString(report));
        } else {
            print(report);
        }
        return 0;
    }

    private String ask(Settings settings, String format) throws IOException, InterruptedException {
        return new DemoApi(settings)
                .get("/report?format=" + format + DemoApi.parameter("from", from) + DemoApi.parameter("to", to));
    }

    private static void print(JsonNode report) {
        JsonNode total = report.path("total");
        System.out.println(
                report.path("from").asText() + " to " + report.path("to").asText());
        System.out.println(String.format(
                Locale.ROOT,
                "%,d requests answered, utility %.1f bought for %s USD: %,.0f utility a USD, %.2f a thousand tokens",
                total.path("requests").asLong(),
                total.path("utility").asDouble(),
                total.path("cost_usd").asText(),
                total.path("utility_per_usd").asDouble(),
                total.path("utility_per_thousand_tokens").asDouble()));
        System.out.println(String.format(
                Locale.ROOT,
                "%.0f %% saved against always the best variant, for %.1f %% less utility",
                report.path("saved_share").asDouble() * 100,
                report.path("utility_forgone_share").asDouble() * 100));
        JsonNode knee = report.path("knee");
        if (knee.isObject()) {
            System.out.println("spending stopped paying at "
                    + knee.path("likely_cost_usd").asText() + " USD a request (utility "
                    + String.format(Locale.ROOT, "%.3f", knee.path("utility").asDouble()) + ")");
        }
        Table table = new Table("variant", "requests", "utility", "charged USD", "tokens");
        report.path("variants")
                .forEach(each -> table.row(
                        each.path("variant").asText(),
                        each.path("requests").asText(),
                        String.format(Locale.ROOT, "%.2f", each.path("utility").asDouble()),
                        each.path("cost_usd").asText(),
                        each.path("tokens").asText()));
        table.print(System.out, "nothing was answered");
    }
}
