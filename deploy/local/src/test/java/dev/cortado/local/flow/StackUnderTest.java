package dev.cortado.local.flow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import dev.cortado.local.LocalStack;
import dev.cortado.local.settings.PartPort;
import dev.cortado.local.settings.Places;
import dev.cortado.local.settings.SettingKey;
import dev.cortado.local.settings.Tier;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The whole platform on ports and data of its own, started once for all tests that need it and ended with the JVM.
final class StackUnderTest implements AutoCloseable {

    private static final Duration TIER_LIMIT = Duration.ofMinutes(5);
    private static final ObjectMapper JSON = new ObjectMapper();

    private static @Nullable StackUnderTest shared;

    private final LocalStack stack;
    private final Books books;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private StackUnderTest(LocalStack stack) {
        this.stack = stack;
        this.books = new Books(stack.database("accounting"));
    }

    static synchronized StackUnderTest shared() throws IOException, InterruptedException {
        StackUnderTest started = shared;
        if (started == null) {
            Path data = Files.createTempDirectory("cortado-flow");
            Set<Tier> tiers = tiers();
            LocalStack stack = LocalStack.start(tiers, FreePorts.block(), data);
            StackUnderTest ending = new StackUnderTest(stack);
            Runtime.getRuntime().addShutdownHook(new Thread(ending::endQuietly));
            stack.awaitPart("keycloak", 0, TIER_LIMIT);
            for (Tier tier : tiers) {
                stack.awaitTier(tier, TIER_LIMIT);
            }
            started = ending;
            shared = started;
        }
        return started;
    }

    /// A stack for one test alone, whose small tier answers; closing it stops it and deletes its data.
    static StackUnderTest own(Set<Tier> tiers, Map<SettingKey, String> settings)
            throws IOException, InterruptedException {
        Path data = Files.createTempDirectory("cortado-own");
        return new StackUnderTest(LocalStack.start(tiers, FreePorts.block(), data, settings));
    }

    /// Where `./cortado test` has fetched everything.
    static Path cacheDirectory() {
        String given = System.getProperty("cortado.cache-directory", "");
        return given.isBlank() ? Places.here().cacheDirectory() : Path.of(given);
    }

    private void endQuietly() {
        try {
            close();
        } catch (IOException e) {
            System.err.println("the stack's data was not deleted: " + e);
        }
    }

    @Override
    public void close() throws IOException {
        stack.close();
        try (Stream<Path> files = Files.walk(stack.dataDirectory())) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    /// All, unless who runs one test that needs fewer names them, as `small,medium`.
    private static Set<Tier> tiers() {
        String wanted = System.getProperty("cortado.flow.tiers", "");
        return wanted.isBlank()
                ? EnumSet.allOf(Tier.class)
                : Arrays.stream(Tier.values())
                        .filter(tier -> List.of(wanted.split(",")).contains(tier.word()))
                        .collect(Collectors.toCollection(() -> EnumSet.noneOf(Tier.class)));
    }

    LocalStack stack() {
        return stack;
    }

    Books books() {
        return books;
    }

    String demoKey() {
        return stack.apiKey();
    }

    /// A client that never retries by itself, so that each call is one request.
    OpenAIClient openAi(String key) {
        return OpenAIOkHttpClient.builder()
                .baseUrl(stack.baseUrl())
                .apiKey(key)
                .maxRetries(0)
                .timeout(Duration.ofMinutes(3))
                .build();
    }

    /// A person's access token, by password, as `cortado-cli`.
    String personToken() {
        LocalStack.DemoUser user = stack.demoUser();
        return json(signIn(user.name(), user.password()))
                .required("access_token")
                .asText();
    }

    /// Keycloak's answer to a person's password.
    HttpResponse<String> signIn(String username, String password) {
        return token("grant_type=password&client_id=cortado-cli&username=" + encode(username) + "&password="
                + encode(password));
    }

    /// Keycloak's answer to a service account's secret.
    HttpResponse<String> signInService(String client, String secret) {
        return token("grant_type=client_credentials&client_id=" + encode(client) + "&client_secret=" + encode(secret));
    }

    private HttpResponse<String> token(String form) {
        return send(HttpRequest.newBuilder(
                        URI.create(stack.keycloakUrl() + "/realms/cortado/protocol/openid-connect/token"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form))
                .build());
    }

    HttpResponse<String> chat(String key, String body) {
        return send(chatRequest(key, body));
    }

    HttpRequest chatRequest(String key, String body) {
        return chatRequest(URI.create(stack.baseUrl()), key, body);
    }

    /// @param gateway its address, which ends in `/v1`
    static HttpRequest chatRequest(URI gateway, String key, String body) {
        return HttpRequest.newBuilder(URI.create(gateway + "/chat/completions"))
                .header("Authorization", "Bearer " + key)
                .header("Content-Type", "application/json")
                .timeout(Duration.ofMinutes(3))
                .POST(BodyPublishers.ofString(body))
                .build();
    }

    /// The same body as a completion's, to another path of the public API.
    HttpResponse<String> post(String key, String path, String body) {
        return send(HttpRequest.newBuilder(URI.create(stack.baseUrl() + path))
                .header("Authorization", "Bearer " + key)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build());
    }

    HttpResponse<String> get(String key, String path) {
        return send(HttpRequest.newBuilder(URI.create(stack.baseUrl() + path))
                .header("Authorization", "Bearer " + key)
                .build());
    }

    /// A call of accounting's administrative API as the demo person.
    JsonNode admin(String method, String path, String body) {
        HttpResponse<String> answer = adminAs(personToken(), method, path, body);
        if (answer.statusCode() >= 300) {
            throw new IllegalStateException(method + " " + path + ": " + answer.statusCode() + " " + answer.body());
        }
        return json(answer);
    }

    /// The same with another's token, whatever the answer.
    HttpResponse<String> adminAs(String token, String method, String path, String body) {
        return send(HttpRequest.newBuilder(URI.create(stack.adminUrl() + path))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build());
    }

    /// Holds that the router has open now, over all tenants.
    long holdsOpen() {
        HttpResponse<String> answer = send(HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + stack.port(PartPort.ROUTER_MANAGEMENT) + "/q/metrics"))
                .build());
        return answer.body()
                .lines()
                .filter(line -> line.startsWith("cortado_router_holds_open"))
                .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the router has no metric of its open holds"));
    }

    /// Attempts whose end the router's store does not know, one a line: when and for whom they were placed, and where.
    String attemptsOpen() {
        LocalStack.Database database = stack.database("router");
        try (Connection connection = DriverManager.getConnection(database.url(), database.user(), database.password());
                PreparedStatement statement = connection.prepareStatement("""
                        select concat_ws(' ', d.decided_at, d.reservation, 'attempt', a.attempt, d.organisation,
                            d.request_id, d.model, a.variant, 'on', a.node, 'until', a.publish_by)
                        from router.attempt a join router.decision d using (reservation)
                        where a.state = 'open' order by d.decided_at""");
                ResultSet rows = statement.executeQuery()) {
            StringBuilder all = new StringBuilder();
            while (rows.next()) {
                all.append('\n').append(rows.getString(1));
            }
            return all.toString();
        } catch (SQLException e) {
            throw new IllegalStateException("the router's store cannot be read", e);
        }
    }

    HttpClient http() {
        return http;
    }

    HttpResponse<String> send(HttpRequest request) {
        try {
            return http.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new IllegalStateException(request.uri() + " could not be asked", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    static JsonNode json(HttpResponse<String> answer) {
        return json(answer.body());
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new IllegalStateException("not JSON: " + text, e);
        }
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
