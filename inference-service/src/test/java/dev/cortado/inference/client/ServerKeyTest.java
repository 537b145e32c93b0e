package dev.cortado.inference.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cortado.inference.engine.GenerationEnd;
import dev.cortado.inference.remote.RemoteServer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerKeyTest {

    private static final String SECRET = "sk-very-secret-0123456789";

    @TempDir
    private Path directory;

    @Test
    void fileIsReadAgainForEachRequest() throws IOException {
        Path file = Files.writeString(directory.resolve("key"), "sk-first\n");
        try (WireServer server = new WireServer();
                OpenAiServer adapter =
                        new OpenAiServer("tiny", RemoteUnderTest.settings(server, ServerKey.ofFile(file)))) {
            List<String> seen = new ArrayList<>();
            server.on("/v1/models", exchange -> {
                seen.add(exchange.headers.get("authorization"));
                exchange.json(200, "{\"data\": [{\"id\": \"tiny\"}]}");
            });
            adapter.probe();
            Files.writeString(file, "sk-second\n");
            adapter.probe();
            Files.delete(file);
            assertInstanceOf(RemoteServer.NotServing.class, adapter.probe());
            assertEquals(List.of("Bearer sk-first", "Bearer sk-second"), seen);
        }
    }

    @Test
    void keyOfTheEnvironment_isSent() throws IOException {
        try (WireServer server = new WireServer();
                OpenAiServer adapter = new OpenAiServer(
                        "tiny", RemoteUnderTest.settings(server, ServerKey.ofVariable(SECRET, "SERVER_KEY")))) {
            server.on(
                    "/v1/models",
                    exchange -> exchange.json(
                            exchange.headers.getOrDefault("authorization", "").equals("Bearer " + SECRET) ? 200 : 401,
                            "{\"data\": [{\"id\": \"tiny\"}]}"));
            assertInstanceOf(RemoteServer.Serving.class, adapter.probe());
        }
    }

    @Test
    void whatIsNoKey_isRefusedWithoutBeingTold() {
        for (String bad : new String[] {"", "two words", "line\nbreak", "schlüssel"}) {
            IllegalArgumentException refused =
                    assertThrows(IllegalArgumentException.class, () -> ServerKey.ofVariable(bad, "SERVER_KEY"));
            assertTrue(refused.toString().contains("SERVER_KEY"));
            assertTrue(bad.isEmpty() || !refused.toString().contains(bad));
        }
        assertThrows(IllegalArgumentException.class, () -> ServerKey.ofVariable(null, "SERVER_KEY"));
        assertThrows(IllegalArgumentException.class, () -> ServerKey.ofFile(directory.resolve("none")));
    }

    @Test
    void addressWithASecret_isRefusedWithoutBeingTold() {
        URI address = URI.create("http://user:" + SECRET + "@127.0.0.1/v1");
        String message = String.valueOf(assertThrows(
                        IllegalArgumentException.class,
                        () -> new OpenAiSettings(
                                address, ServerKey.none(), Duration.ZERO, Duration.ZERO, "max_tokens", false, 1))
                .getMessage());
        assertFalse(message.contains(SECRET));
    }

    @Test
    void serverThatRepeatsTheKey_doesNotBringItIntoLogOrError() throws IOException {
        List<String> logged = new ArrayList<>();
        Handler handler = collecting(logged);
        Logger root = Logger.getLogger("");
        root.addHandler(handler);
        try (WireServer server = new WireServer();
                RemoteUnderTest remote = new RemoteUnderTest(server, ServerKey.ofVariable(SECRET, "SERVER_KEY"))) {
            String echo = "{\"error\": {\"message\": \"Incorrect API key provided: " + SECRET + "\"}}";
            for (int status : new int[] {400, 401, 403, 404, 418}) {
                server.chat(exchange -> exchange.json(status, echo));
                GenerationEnd.TurnedAway end =
                        (GenerationEnd.TurnedAway) remote.ask().end();
                assertFalse(end.message().contains(SECRET), end.message());
            }
            server.chat(exchange -> {
                exchange.stream();
                exchange.text("x");
                exchange.event(echo);
            });
            assertFalse(remote.ask().generated().errorMessage().contains(SECRET));
            server.on("/v1/models", exchange -> exchange.json(500, echo));
            assertDoesNotTell(remote);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        } finally {
            root.removeHandler(handler);
        }
        assertFalse(logged.isEmpty());
        assertFalse(String.join("\n", logged).contains(SECRET));
    }

    private static void assertDoesNotTell(RemoteUnderTest remote) throws InterruptedException {
        remote.await(false);
        assertFalse(remote.engine().outage().contains(SECRET));
    }

    private static Handler collecting(List<String> logged) {
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord entry) {
                Object[] values = entry.getParameters();
                logged.add(entry.getMessage() + (values == null ? "" : List.of(values)) + entry.getThrown());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        handler.setLevel(Level.ALL);
        return handler;
    }
}
