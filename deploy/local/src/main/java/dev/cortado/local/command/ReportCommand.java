package dev.cortado.local.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cortado.local.administration.Administration;
import dev.cortado.local.administration.Table;
import dev.cortado.local.secret.Secrets;
import dev.cortado.local.settings.DataDirectory;
import dev.cortado.local.settings.Settings;
import dev.cortado.local.supervise.Supervisor;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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
    private static final Duration LIMIT = Duration.ofSeconds(30);

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
        String address = Supervisor.baseUrl(settings) + "/report?format=" + format + parameter("from", from)
                + parameter("to", to);
        HttpRequest request = HttpRequest.newBuilder(URI.create(address))
                .timeout(LIMIT)
                .header(
                        "Authorization",
                        "Bearer "
                                + Secrets.in(new DataDirectory(settings.dataDirectory()).secrets())
                                        .demoKey()
                                        .text())
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new IOException("HTTP " + response.statusCode() + ": " + response.body());
            }
            return response.body();
        } catch (ConnectException e) {
            throw new IOException("nothing answers at " + Supervisor.baseUrl(settings) + "; ./cortado up starts it", e);
        }
    }

    private static String parameter(String name, @Nullable String value) {
        return value == null ? "" : "&" + name + "=" + Administration.encode(value);
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
