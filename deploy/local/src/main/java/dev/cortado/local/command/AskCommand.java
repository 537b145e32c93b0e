package dev.cortado.local.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cortado.local.secret.Secrets;
import dev.cortado.local.settings.DataDirectory;
import dev.cortado.local.settings.Settings;
import dev.cortado.local.supervise.Supervisor;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Asks the running stack one question and streams its answer.
@Command(name = "ask", mixinStandardHelpOptions = true, description = "Asks a question and streams the answer.")
final class AskCommand implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LIMIT = Duration.ofMinutes(6);
    private static final String DATA = "data:";

    @Mixin
    private final Common common = new Common();

    @Parameters(paramLabel = "QUESTION")
    private String question = "";

    @Option(names = "--utility-min", paramLabel = "U", description = "the utility that the answer must have, 0 to 1")
    private @Nullable Double utilityMin;

    @Option(names = "--model", paramLabel = "M", description = "auto, a tier or a variant (${DEFAULT-VALUE})")
    private String model = "auto";

    @Option(
            names = "--policy",
            paramLabel = "P",
            description = "how a variant is chosen: cheapest-sufficient, knee, best-within-cost or fixed")
    private @Nullable String policy;

    @Option(names = "--cost-max", paramLabel = "USD", description = "the most that the answer may cost")
    private @Nullable BigDecimal costMax;

    @Option(names = "--max-tokens", paramLabel = "N", description = "at most so many completion tokens")
    private @Nullable Integer tokensMax;

    private JsonNode usage = JSON.missingNode();
    private JsonNode cortado = JSON.missingNode();
    private @Nullable String failure;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Settings settings = common.started();
        String key = Secrets.in(new DataDirectory(settings.dataDirectory()).secrets())
                .demoKey()
                .text();
        HttpRequest request = HttpRequest.newBuilder(URI.create(Supervisor.baseUrl(settings) + "/chat/completions"))
                .timeout(LIMIT)
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + key)
                .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body())))
                .build();
        try (HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(3))
                .build()) {
            HttpResponse<Stream<String>> response = client.send(request, HttpResponse.BodyHandlers.ofLines());
            try (Stream<String> lines = response.body()) {
                if (response.statusCode() != 200) {
                    throw new IOException(refusal(response.statusCode(), String.join("\n", lines.toList())));
                }
                lines.filter(line -> line.startsWith(DATA))
                        .map(line -> line.substring(DATA.length()).strip())
                        .filter(data -> !data.equals("[DONE]"))
                        .forEach(this::chunk);
            }
        } catch (ConnectException e) {
            throw new IOException("nothing answers at " + Supervisor.baseUrl(settings) + "; ./cortado up starts it", e);
        }
        System.out.println();
        if (failure != null) {
            throw new IOException(failure);
        }
        System.out.println(summary());
        return 0;
    }

    private ObjectNode body() {
        ObjectNode body = JSON.createObjectNode();
        body.put("model", model);
        body.put("stream", true);
        body.putObject("stream_options").put("include_usage", true);
        body.putArray("messages").addObject().put("role", "user").put("content", question);
        if (tokensMax != null) {
            body.put("max_tokens", tokensMax);
        }
        ObjectNode wishes = JSON.createObjectNode();
        if (utilityMin != null) {
            wishes.put("utility_min", utilityMin);
        }
        if (policy != null) {
            wishes.put("policy", policy);
        }
        if (costMax != null) {
            wishes.put("cost_max_usd", costMax.toPlainString());
        }
        if (!wishes.isEmpty()) {
            body.set("cortado", wishes);
        }
        return body;
    }

    private void chunk(String data) {
        try {
            JsonNode chunk = JSON.readTree(data);
            if (chunk.has("error")) {
                failure = chunk.path("error").path("message").asText("the stream ended with an error");
                return;
            }
            System.out.print(
                    chunk.path("choices").path(0).path("delta").path("content").asText(""));
            System.out.flush();
            usage = chunk.path("usage").isObject() ? chunk.path("usage") : usage;
            cortado = chunk.path("cortado").isObject() ? chunk.path("cortado") : cortado;
        } catch (IOException e) {
            failure = "the stream holds what is not JSON: " + data;
        }
    }

    private String summary() {
        return "[" + cortado.path("variant").asText("?")
                + " on " + cortado.path("pool").asText("?")
                + ", " + usage.path("prompt_tokens").asInt() + " + "
                + usage.path("completion_tokens").asInt() + " tokens"
                + ", cost " + money("cost_usd", "cost")
                + ", budget left " + money("budget_remaining_usd", "budget_remaining") + "]";
    }

    private String money(String field, String otherField) {
        JsonNode value = cortado.has(field) ? cortado.path(field) : cortado.path(otherField);
        return value.isMissingNode() || value.isNull() ? "?" : value.asText() + " USD";
    }

    private static String refusal(int status, String body) {
        try {
            return "HTTP " + status + ": "
                    + JSON.readTree(body).path("error").path("message").asText(body);
        } catch (IOException e) {
            return "HTTP " + status + ": " + body;
        }
    }
}
