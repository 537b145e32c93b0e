package dev.cortado.local.administration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AdministrationTest {

    /// What the API was sent.
    private record Asked(String method, String path, String key, String authorization, String body) {}

    /// What it answers next; 200 with an empty object when nothing is prepared.
    private record Answer(int status, String body) {}

    private final List<Asked> asked = new ArrayList<>();
    private final Deque<Answer> answers = new ArrayDeque<>();
    private HttpServer server;
    private Administration administration;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::serve);
        server.start();
        administration =
                new Administration("http://127.0.0.1:" + server.getAddress().getPort(), new AccessToken.Given("t0ken"));
    }

    @AfterEach
    void stop() {
        administration.close();
        server.stop(0);
    }

    @Test
    void write_carriesTokenAndAKeyOfItsOwn() throws IOException, InterruptedException {
        administration.post(
                "/v1/organisations", JsonNodeFactory.instance.objectNode().put("name", "acme"));
        administration.post("/v1/organisations/1/suspend");
        assertEquals("Bearer t0ken", asked.getFirst().authorization());
        assertEquals("{\"name\":\"acme\"}", asked.getFirst().body());
        assertFalse(asked.getFirst().key().isBlank());
        assertFalse(asked.getFirst().key().equals(asked.getLast().key()));
    }

    @Test
    void writeThatFindsTheServiceUnavailable_isRepeatedUnderTheSameKey() throws IOException, InterruptedException {
        answers.add(new Answer(503, "{\"detail\": \"later\"}"));
        answers.add(new Answer(201, "{\"id\": \"7\"}"));
        assertEquals("7", administration.post("/v1/organisations").path("id").asText());
        assertEquals(2, asked.size());
        assertEquals(asked.getFirst().key(), asked.getLast().key());
    }

    @Test
    void refusal_saysWhatTheProblemSays() {
        answers.add(new Answer(
                400,
                "{\"title\": \"A field is invalid\", \"detail\": \"'Mars' is not a zone\", \"field\": \"zone\","
                        + " \"expected\": \"a zone such as UTC\"}"));
        RefusedException refused =
                assertThrows(RefusedException.class, () -> administration.get("/v1/spend?zone=Mars"));
        assertEquals("zone: 'Mars' is not a zone; expected: a zone such as UTC", refused.getMessage());
        assertEquals(400, refused.status());
    }

    @Test
    void refusalThatIsNotAProblem_namesTheStatus() {
        answers.add(new Answer(502, "<html>"));
        assertTrue(String.valueOf(assertThrows(RefusedException.class, () -> administration.get("/v1/prices"))
                        .getMessage())
                .contains("HTTP 502"));
    }

    @Test
    void copy_handsTheAnswerOnAndStopsAtARefusal() throws IOException, InterruptedException {
        answers.add(new Answer(200, "a,b\r\n1,2\r\n"));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        administration.copy("/v1/spend", "text/csv", out);
        assertEquals("a,b\r\n1,2\r\n", out.toString(StandardCharsets.UTF_8));
        answers.add(new Answer(404, "{\"detail\": \"there is no tenant 'x' that you may see\"}"));
        out.reset();
        assertThrows(RefusedException.class, () -> administration.copy("/v1/spend?node=x", "text/csv", out));
        assertEquals(0, out.size());
    }

    @Test
    void nothingListening_saysWhatStartsIt() {
        server.stop(0);
        assertTrue(String.valueOf(assertThrows(IOException.class, () -> administration.get("/v1/prices"))
                        .getMessage())
                .contains("./cortado up"));
    }

    @Test
    void tenants_areFoundByTheirNames() throws IOException, InterruptedException {
        answers.add(new Answer(200, "[{\"id\": \"o1\", \"name\": \"other\"}, {\"id\": \"o2\", \"name\": \"acme\"}]"));
        answers.add(new Answer(200, "[{\"id\": \"t1\", \"name\": \"search\"}]"));
        assertEquals("t1", new Tenants(administration).id("acme/search"));
        assertEquals(
                "/v1/organisations/o2/teams?limit=1000&after=", asked.getLast().path());
        assertEquals("k1", new Tenants(administration).id("id:k1"));
        answers.add(new Answer(200, "[]"));
        assertTrue(String.valueOf(assertThrows(IOException.class, () -> new Tenants(administration).id("nobody"))
                        .getMessage())
                .contains("no organisation 'nobody'"));
        assertThrows(IllegalArgumentException.class, () -> new Tenants(administration).place("a/b/c/d"));
    }

    private void serve(HttpExchange exchange) throws IOException {
        asked.add(new Asked(
                exchange.getRequestMethod(),
                exchange.getRequestURI().toString(),
                String.valueOf(exchange.getRequestHeaders().getFirst("Idempotency-Key")),
                String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")),
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
        Answer answer = answers.isEmpty() ? new Answer(200, "{}") : answers.remove();
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(answer.status(), body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
