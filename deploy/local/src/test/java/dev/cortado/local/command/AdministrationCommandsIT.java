package dev.cortado.local.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cortado.local.LocalStack;
import dev.cortado.local.settings.Tier;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The commands of administration against a real stack: what they print for scripts is what happened.
class AdministrationCommandsIT {
    private static final int PORT_BASE = 27_800;
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final ObjectMapper JSON = new ObjectMapper();

    private static Path data;
    private static LocalStack stack;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        data = Files.createTempDirectory("cortado-administration");
        stack = LocalStack.start(EnumSet.of(Tier.SMALL), PORT_BASE, data);
        stack.awaitPart("keycloak", 0, LIMIT);
    }

    @AfterAll
    static void stop() {
        stack.close();
    }

    @Test
    void tenantIsMadeBudgetedUsedAndBilled() throws IOException, InterruptedException {
        String name = "it-" + UUID.randomUUID();
        json("tenant", "create", name);
        json("tenant", "create", name + "/research");
        String project =
                json("tenant", "create", name + "/research/web").required("id").asText();
        assertEquals(
                "lab",
                json("tenant", "tags", name + "/research", "cost-centre=lab")
                        .path("tags")
                        .path("cost-centre")
                        .asText());
        assertEquals(
                "0.002",
                json("tenant", "rule", "set", name + "/research", "--usd-per-utility", "0.002", "--variants", "small")
                        .path("usdPerUtility")
                        .asText());
        assertEquals(
                "small",
                json("tenant", "rule", "show", name + "/research")
                        .path("variants")
                        .path(0)
                        .asText());
        JsonNode limit = json("limit", "set", name, "--cap", "12.50", "--zone", "Europe/Berlin", "--alert", "50,90");
        assertEquals(12_500_000_000L, limit.path("cap").asLong());
        String id = limit.required("id").asText();
        assertEquals(
                "7", json("limit", "change", id, "--cap", "7").path("capUsd").asText());
        assertEquals(
                "7",
                json("limit", "list", name)
                        .path("limits")
                        .path(0)
                        .path("capUsd")
                        .asText());
        JsonNode key = json("key", "create", name + "/research/web", "ci");
        ask(key.required("secret").asText());

        JsonNode line = spentLine(name);
        assertEquals(1, line.path("requests").asLong());
        assertEquals("lab", line.path("by").path("node-tag:cost-centre").asText());
        assertTrue(line.path("chargeNanoUsd").asLong() > 0);
        assertTrue(line.has("marginUsd"), "a platform-admin sees the margin");

        String csv = run("spend", "--node", name, "--group", "variant", "--csv");
        assertTrue(csv.startsWith("variant,requests,"), csv);
        assertEquals(2, csv.lines().count());
        String bill = run("spend", "--node", name, "--focus");
        assertTrue(bill.startsWith("AllocatedMethodDetails,AllocatedMethodId,"), bill);
        assertTrue(bill.contains(project) && bill.contains("1000000 Tokens"), bill);

        assertEquals(
                limit.required("id").asLong(),
                json("limit", "forecast", id).path("limit").asLong());
        json("limit", "remove", id);
        assertTrue(json("tenant", "rule", "remove", name + "/research")
                .path("variants")
                .isNull());
        String keyId = key.path("key").path("id").asText();
        for (String change : new String[] {"suspend", "resume"}) {
            String state = change.equals("suspend") ? "suspended" : "active";
            assertEquals(
                    state,
                    json("tenant", change, name + "/research/web").path("state").asText());
            assertEquals(state, json("key", change, keyId).path("state").asText());
        }
        assertEquals("revoked", json("key", "revoke", keyId).path("state").asText());
        peopleSeeTables(name, keyId);
        assertEquals("suspended", json("tenant", "suspend", name).path("state").asText());
        assertTrue(json("ledger", "verify").path("balanced").asBoolean());
    }

    /// The key is revoked, the organisation active.
    private static void peopleSeeTables(String name, String keyId) {
        String keys = run("key", "list", name + "/research/web");
        assertTrue(keys.startsWith("name ") && keys.contains(keyId), keys);
        assertTrue(keys.contains("revoked"), keys);
        String organisations = run("tenant", "list");
        assertTrue(organisations.startsWith("name ") && organisations.contains(name), organisations);
        String teams = run("tenant", "list", name);
        assertTrue(teams.startsWith("name ") && teams.contains("research"), teams);
        String shown = run("tenant", "show", name);
        assertTrue(shown.contains("name  " + name + "\n") && shown.contains("state  active\n"), shown);
        assertEquals(name + " is suspended\n", run("tenant", "suspend", name));
        assertEquals(name + " is active\n", run("tenant", "resume", name));
    }

    @Test
    void pricesGoOutAndComeBack() throws IOException {
        Path book = Files.createTempFile("prices", ".csv");
        Files.writeString(book, run("price", "export"));
        JsonNode preview = json("price", "import", book.toString(), "--book-version", "again", "--preview");
        assertFalse(preview.isEmpty());
        String shown = run("price", "import", book.toString(), "--book-version", "again", "--preview");
        assertTrue(shown.startsWith("version again would be in force from "), shown);
        assertTrue(shown.contains("no price differs\n"), shown);
        assertFalse(json("price", "list").path("version").asText().equals("again"), "a preview publishes nothing");
        Files.delete(book);
    }

    @Test
    void labelsAreImported_listed_andDeleted() throws IOException {
        Path file = Files.createTempFile("labels", ".csv");
        String small = "smollm2-135m-instruct-q4_1";
        Files.writeString(file, "prompt,variant,score\nWhat is 2 plus 3?," + small + ",1\n");
        JsonNode kept = json("predictor", "import", file.toString());
        assertTrue(kept.path("isNew").asBoolean());
        String number = kept.path("set").path("number").asText();
        assertFalse(json("predictor", "import", file.toString()).path("isNew").asBoolean());
        assertTrue(run("predictor", "labels", "list").contains(number));

        Files.writeString(file, "prompt,variant,score\nWhat is 2 plus 3?,unknown-1,1\n,x,2\n");
        assertEquals(1, execute(new ArrayList<>(), "predictor", "import", file.toString()));
        assertEquals(1, json("predictor", "labels", "list").path("sets").size());
        assertEquals(
                number,
                json("predictor", "labels", "delete", number).path("number").asText());
    }

    @Test
    void predictorsAreListed_andOneThatIsNotThereIsNotHeld() throws IOException {
        assertTrue(json("predictor", "list").path("predictors").isArray());
        assertEquals(1, execute(new ArrayList<>(), "predictor", "hold", "1000000"));
        assertFalse(json("predictor", "release").path("held").asBoolean());
    }

    @Test
    void creditIsPaidInAndShown_andMembersAreListed() throws IOException {
        String name = "credit-" + UUID.randomUUID();
        json("tenant", "create", name);
        json("credit", "top-up", name, "12.50", "--reason", "a test's");
        assertEquals("12.5", json("credit", "balance", name).path("balanceUsd").asText());
        assertTrue(json("tenant", "members", "list", "demo").isArray());
    }

    @Test
    void profileIsRegisteredShownAndRemoved() throws IOException {
        String name = "profile-" + UUID.randomUUID();
        json("tenant", "create", name);
        String said = "Answer in one sentence of plain words, and name no price. "
                .repeat(4)
                .strip();
        Path text = Files.writeString(Files.createTempFile("profile", ".txt"), said);
        for (int i = 0; i < 2; i++) {
            JsonNode made = json("profile", "create", name, "brief", "--file", text.toString());
            assertEquals("brief@1", made.path("id").asText(), "the same text makes no second version");
        }
        JsonNode shown = json("profile", "show", name, "brief@1");
        assertEquals(said, shown.path("text").asText());
        assertTrue(shown.path("variants").path(0).path("promptTokens").asLong() > 0, shown::toString);
        assertEquals(1, json("profile", "list", name).size());
        assertEquals(1, json("profile", "versions", name, "brief").size());
        json("profile", "remove", name, "brief");
        assertTrue(json("profile", "list", name).isEmpty());
        assertEquals(1, execute(new ArrayList<>(), "profile", "show", name, "brief"));
        Files.delete(text);
    }

    @Test
    void refusals_sayWhatTheApiSays_andEndWithAnError() {
        assertEquals(1, execute(new ArrayList<>(), "limit", "set", "nobody", "--cap", "1"));
        assertEquals(1, execute(new ArrayList<>(), "limit", "set", "demo", "--cap", "1e3"));
        assertEquals(1, execute(new ArrayList<>(), "spend", "--node", "demo", "--group", "colour"));
    }

    /// Spend is posted within seconds.
    private static JsonNode spentLine(String name) throws IOException, InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        JsonNode lines;
        do {
            Thread.sleep(200);
            lines = json("spend", "--node", name, "--group", "node,node-tag:cost-centre", "--window", "day")
                    .path("lines");
        } while (lines.isEmpty() && System.nanoTime() < end);
        assertEquals(1, lines.size());
        return lines.get(0);
    }

    private static void ask(String key) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(stack.baseUrl() + "/chat/completions"))
                .header("Authorization", "Bearer " + key)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("""
                        {"model": "small", "max_tokens": 8, "messages": [{"role": "user", "content": "Say hello."}]}"""))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            assertEquals(200, answer.statusCode(), answer.body());
        }
    }

    private static JsonNode json(String... command) throws IOException {
        List<String> all = new ArrayList<>(List.of(command));
        all.add("--json");
        return JSON.readTree(run(all.toArray(new String[0])));
    }

    private static String run(String... command) {
        List<String> printed = new ArrayList<>();
        assertEquals(0, execute(printed, command), String.join(" ", command));
        return printed.getFirst();
    }

    private static int execute(List<String> printed, String... command) {
        List<String> all = new ArrayList<>(List.of(command));
        all.addAll(List.of("--data-dir", data.toString()));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream usual = System.out;
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        try {
            return CortadoCommand.line().execute(all.toArray(new String[0]));
        } finally {
            System.setOut(usual);
            printed.add(out.toString(StandardCharsets.UTF_8));
        }
    }
}
