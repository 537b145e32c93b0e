package dev.cortado.bench.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// One client of the public API, as OpenAI's are: asks, streaming or not, and sometimes goes away in the middle.
final class Client {

    /// Less than a usual answer takes.
    private static final Duration LEAVES_AFTER = Duration.ofMillis(40);
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final String DECISION_HEADER = "cortado-decision-id";
    private static final BigDecimal NANOS_A_USD = BigDecimal.valueOf(1_000_000_000L);

    private final URI address;
    private final ObjectMapper json = new ObjectMapper();
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    Client(int port) {
        this.address = URI.create("http://127.0.0.1:" + port + "/v1/chat/completions");
    }

    Answer ask(FaultTenant tenant, Question question) {
        String body = "{\"model\":\"small\",\"max_tokens\":" + question.completionTokens() + ",\"stream\":"
                + question.stream() + ",\"messages\":[{\"role\":\"user\",\"content\":\"" + question.prompt()
                + "\"}]}";
        HttpRequest request = HttpRequest.newBuilder(address)
                .header("Authorization", "Bearer " + tenant.key())
                .header("Content-Type", "application/json")
                .timeout(TIMEOUT)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        try {
            if (question.leaves() && !question.stream()) {
                return left(request);
            }
            HttpResponse<InputStream> response = http.send(request, HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream content = response.body()) {
                if (response.statusCode() != 200) {
                    boolean placed =
                            response.headers().firstValue(DECISION_HEADER).isPresent();
                    return refused(
                            response.statusCode(), new String(content.readAllBytes(), StandardCharsets.UTF_8), placed);
                }
                return question.stream() ? streamed(content, question.linesRead()) : whole(content);
            }
        } catch (IOException e) {
            return new Answer.BrokeOff(String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Answer.BrokeOff("interrupted");
        }
    }

    private static Answer refused(int status, String body, boolean placed) {
        return switch (status) {
            case 429 -> body.contains("\"insufficient_quota\"") ? new Answer.BudgetExhausted() : new Answer.Busy();
            case 503 -> new Answer.Unavailable(body, placed);
            case 500, 502, 504 -> new Answer.BrokeOff(body);
            default -> new Answer.Unexpected(status, body);
        };
    }

    /// Goes away before there is an answer. Giving up on one closes its connection.
    private Answer left(HttpRequest request) throws InterruptedException {
        var answer = http.sendAsync(request, HttpResponse.BodyHandlers.discarding());
        Thread.sleep(LEAVES_AFTER);
        answer.cancel(true);
        return new Answer.BrokeOff("the client left");
    }

    private Answer whole(InputStream content) throws IOException {
        JsonNode body = json.readTree(content);
        return body.has("cortado") ? finished(body.get("cortado")) : new Answer.BrokeOff(body.toString());
    }

    /// Closing the stream early closes its connection.
    private Answer streamed(InputStream content, int linesRead) throws IOException {
        BufferedReader lines = new BufferedReader(new InputStreamReader(content, StandardCharsets.UTF_8));
        int count = 0;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (++count > linesRead) {
                return new Answer.BrokeOff("the client left");
            }
            if (line.startsWith("data: {")) {
                JsonNode chunk = json.readTree(line.substring("data: ".length()));
                if (chunk.has("cortado")) {
                    return finished(chunk.get("cortado"));
                }
                if (chunk.has("error")) {
                    return new Answer.BrokeOff(line);
                }
            }
        }
        return new Answer.BrokeOff("the stream ended without an end");
    }

    private static Answer finished(JsonNode cortado) {
        return new Answer.Finished(
                cortado.get("decision_id").asText(),
                new BigDecimal(cortado.get("cost_usd").asText())
                        .multiply(NANOS_A_USD)
                        .longValueExact());
    }
}
