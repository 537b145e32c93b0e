package dev.cortado.local.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cortado.contracts.unit.NanoUsd;
import dev.cortado.local.LocalStack;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// After 200 requests of every kind, what users were told, the decisions, the usage rows and the ledger agree.
class ReconciliationIT {

    private static final int REQUESTS = 200;
    private static final int CLIENTS = 4;
    private static final Duration AGREE_WITHIN = Duration.ofSeconds(5);

    private static StackUnderTest stack;

    @BeforeAll
    static void startStack() throws IOException, InterruptedException {
        stack = StackUnderTest.shared();
    }

    /// What a client knows of its request: the decision, if one was made, and the cost, if an answer told it.
    private record Told(Optional<UUID> decision, Optional<NanoUsd> cost) {}

    @Test
    void everyCost_isTheSame_whereverItIsRead() throws InterruptedException, ExecutionException, SQLException {
        Tenants.Tenant tenant = new Tenants(stack).create("reconciled", "5");
        Tenants.Tenant exhausted = new Tenants(stack).create("exhausted", "0.000000001");
        List<Told> told = askAll(tenant, exhausted);
        long deadline = System.nanoTime() + AGREE_WITHIN.toNanos();

        Map<UUID, Books.Posted> posted = awaitAgreement(tenant, told, deadline);
        long sum = 0;
        int answered = 0;
        for (Told one : told) {
            if (one.decision().isPresent() && one.cost().isPresent()) {
                Books.Posted row =
                        Objects.requireNonNull(posted.get(one.decision().get()), () -> "not posted: " + one);
                assertEquals(row.cost(), one.cost().get().nanos());
                answered++;
            }
        }
        for (Map.Entry<UUID, Books.Posted> row : posted.entrySet()) {
            assertEquals(row.getValue().cost(), row.getValue().charge());
            assertEquals(row.getValue().cost(), row.getValue().debited());
            assertEquals(row.getValue().cost(), decisionCost(tenant, row.getKey(), deadline));
            sum += row.getValue().charge();
        }
        assertEquals(sum, stack.books().spent(tenant.organisation()).nanoUsd());
        assertEquals(sum, reported(tenant));
        assertTrue(answered >= REQUESTS / 3, "answered " + answered);
        assertTrue(posted.size() > answered, "no cancelled request was charged");
        assertEquals(Set.of(), undecided(tenant, posted.keySet()), "usage without a decision");
        assertEquals(new Books.Spent(0, 0), stack.books().spent(exhausted.organisation()));
        JsonNode verified = stack.admin("GET", "/v1/ledger/verify", "");
        assertTrue(verified.required("balanced").asBoolean(), verified::toString);
        assertEquals(0, stack.books().imbalance());
        assertEquals(0, stack.books().quarantined());
    }

    /// One bound for all: the reported spend is the sum of the usage rows, which hold every request that was decided
    /// and told so, and no hold is open any more.
    private static Map<UUID, Books.Posted> awaitAgreement(Tenants.Tenant tenant, List<Told> told, long deadline) {
        while (true) {
            Map<UUID, Books.Posted> posted = stack.books().allPosted(tenant.organisation());
            long sum = posted.values().stream().mapToLong(Books.Posted::charge).sum();
            long missing = told.stream()
                    .filter(one -> one.decision().isPresent()
                            && !posted.containsKey(one.decision().get()))
                    .count();
            long reported = reported(tenant);
            long open = stack.holdsOpen();
            if (missing == 0 && sum == reported && open == 0) {
                return posted;
            }
            assertTrue(
                    System.nanoTime() < deadline,
                    () -> missing + " requests are not posted, " + open + " holds are open, reported " + reported
                            + ", posted " + sum);
            Books.sleepBriefly();
        }
    }

    private static long reported(Tenants.Tenant tenant) {
        return stack.admin("GET", "/v1/nodes/" + tenant.organisation() + "/spend", "")
                .required("chargedNanoUsd")
                .asLong();
    }

    /// Those of the reservations that the router has not decided for this tenant.
    private static Set<UUID> undecided(Tenants.Tenant tenant, Set<UUID> reservations) throws SQLException {
        LocalStack.Database database = stack.stack().database("router");
        Set<UUID> left = new HashSet<>(reservations);
        try (Connection connection = DriverManager.getConnection(database.url(), database.user(), database.password());
                PreparedStatement statement =
                        connection.prepareStatement("select reservation from router.decision where organisation = ?")) {
            statement.setString(1, tenant.organisation());
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    left.remove(rows.getObject(1, UUID.class));
                }
            }
        }
        return left;
    }

    private static List<Told> askAll(Tenants.Tenant tenant, Tenants.Tenant exhausted)
            throws InterruptedException, ExecutionException {
        List<Told> told = new ArrayList<>();
        try (ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
            List<Future<Told>> asked = new ArrayList<>();
            for (int i = 0; i < REQUESTS; i++) {
                int number = i;
                asked.add(clients.submit(() -> ask(tenant, exhausted, number)));
            }
            for (Future<Told> one : asked) {
                told.add(one.get());
            }
        }
        return told;
    }

    private static Told ask(Tenants.Tenant tenant, Tenants.Tenant exhausted, int number)
            throws IOException, InterruptedException {
        return switch (number % 6) {
            case 0, 1 -> whole(tenant, number);
            case 2 -> streamed(tenant, number, Integer.MAX_VALUE);
            case 3 -> streamed(tenant, number, number % 4);
            case 4 -> disconnected(tenant, number);
            default -> refused(tenant, exhausted, number);
        };
    }

    private static String body(int number, boolean stream) {
        return """
        {"model":"%s","stream":%s,"max_tokens":%d,"temperature":0.7,"seed":%d,
        "messages":[{"role":"user","content":"Tell me something about the number %d."}]}""".formatted(number % 10 == 0 ? "medium" : "small", stream, 8 + number % 24, number, number);
    }

    private static Told whole(Tenants.Tenant tenant, int number) {
        HttpResponse<String> answer = stack.chat(tenant.key(), body(number, false));
        assertEquals(200, answer.statusCode(), answer::body);
        return told(StackUnderTest.json(answer));
    }

    private static Told told(JsonNode answer) {
        return new Told(
                Optional.of(UUID.fromString(answer.at("/cortado/decision_id").asText())),
                Optional.of(NanoUsd.ofUsd(answer.at("/cortado/cost_usd").asText())));
    }

    /// Reads at most so many pieces of text, then closes the connection.
    private static Told streamed(Tenants.Tenant tenant, int number, int deltas)
            throws IOException, InterruptedException {
        HttpResponse<InputStream> answer =
                stack.http().send(stack.chatRequest(tenant.key(), body(number, true)), BodyHandlers.ofInputStream());
        assertEquals(200, answer.statusCode());
        Optional<UUID> decision =
                answer.headers().firstValue("cortado-decision-id").map(UUID::fromString);
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
            int read = 0;
            for (String line = lines.readLine(); line != null && read <= deltas; line = lines.readLine()) {
                if (line.contains("\"cost_usd\"")) {
                    return told(StackUnderTest.json(line.substring("data:".length())));
                }
                if (line.contains("\"content\":\"")) {
                    read++;
                }
            }
        }
        return new Told(decision, Optional.empty());
    }

    /// Sends a request and closes the connection before any answer, at a moment that differs.
    private static Told disconnected(Tenants.Tenant tenant, int number) throws IOException, InterruptedException {
        URI place = URI.create(stack.stack().baseUrl());
        byte[] body = body(number, number % 4 == 0).getBytes(StandardCharsets.UTF_8);
        try (Socket socket = new Socket(place.getHost(), place.getPort())) {
            socket.getOutputStream()
                    .write(("POST /v1/chat/completions HTTP/1.1\r\nHost: cortado\r\nAuthorization: Bearer "
                                    + tenant.key() + "\r\nContent-Type: application/json\r\nContent-Length: "
                                    + body.length + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().write(body);
            socket.getOutputStream().flush();
            Thread.sleep(number * 7L % 300);
        }
        return new Told(Optional.empty(), Optional.empty());
    }

    /// Requests that must leave nothing behind.
    private static Told refused(Tenants.Tenant tenant, Tenants.Tenant exhausted, int number) {
        Refused kind = Refused.values()[number / 6 % Refused.values().length];
        HttpResponse<String> answer = stack.chat(kind == Refused.QUOTA ? exhausted.key() : tenant.key(), kind.body);
        assertEquals(kind.status, answer.statusCode(), answer::body);
        assertTrue(answer.headers().firstValue("cortado-decision-id").isEmpty());
        return new Told(Optional.empty(), Optional.empty());
    }

    private enum Refused {
        FIELD(400, """
                {"model":"small","max_tokens":-1,"messages":[{"role":"user","content":"x"}]}"""),
        MODEL(404, """
                {"model":"no-such-model","messages":[{"role":"user","content":"x"}]}"""),
        UTILITY(422, """
                {"model":"auto","messages":[{"role":"user","content":"x"}],"cortado":{"utility_min":0.99}}"""),
        QUOTA(429, """
                {"model":"small","max_tokens":4,"messages":[{"role":"user","content":"x"}]}""");

        private final int status;
        private final String body;

        Refused(int status, String body) {
            this.status = status;
            this.body = body;
        }
    }

    private static long decisionCost(Tenants.Tenant tenant, UUID reservation, long deadline)
            throws InterruptedException {
        while (true) {
            HttpResponse<String> answer = stack.get(tenant.key(), "/decisions/" + reservation);
            JsonNode cost = StackUnderTest.json(answer).path("cost_usd");
            if (cost.isTextual()) {
                return NanoUsd.ofUsd(cost.asText()).nanos();
            }
            assertTrue(System.nanoTime() < deadline, () -> "no cost: " + answer.body());
            Thread.sleep(50);
        }
    }
}
