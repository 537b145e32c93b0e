package dev.cortado.local.command;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.cortado.local.settings.PartPort;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What commands of administration meet, without a stack: an administrative API that answers what a test says, and a
/// Keycloak that gives everybody a token, each on its port of one block.
final class FakeStack implements AutoCloseable {
    private static final int TRIES = 20;
    private static final int ADMINISTRATION = PartPort.ACCOUNTING_ADMIN.in(0);
    private static final int KEYCLOAK = PartPort.KEYCLOAK.in(0);
    private static final int BASE_MAX = 65_535 - PartPort.BLOCK;
    private static final String TOKEN = "{\"access_token\": \"t0ken\"}";
    private static final String NOTHING = "{\"detail\": \"nobody said what to answer\"}";

    /// A call of the administrative API.
    ///
    /// @param path with the query
    record Asked(String method, String path, String body) {}

    /// How a command ended.
    record Ran(int exitCode, String printed) {}

    private final HttpServer administration;
    private final HttpServer keycloak;
    private final List<String> options;
    private final Map<String, String> answers = new HashMap<>();
    private final List<Asked> asked = new ArrayList<>();

    private FakeStack(HttpServer administration, HttpServer keycloak, List<String> options) {
        this.administration = administration;
        this.keycloak = keycloak;
        this.options = options;
    }

    /// @param data the stack's data directory, to which secrets are written
    static FakeStack start(Path data) throws IOException {
        Path file = Files.writeString(data.resolve("cortado.properties"), "");
        for (int tries = 0; tries < TRIES; tries++) {
            HttpServer administration = listening(0);
            int base = administration.getAddress().getPort() - ADMINISTRATION;
            try {
                if (base < BASE_MAX) {
                    String port = Integer.toString(base);
                    HttpServer keycloak = listening(base + KEYCLOAK);
                    FakeStack stack = new FakeStack(
                            administration,
                            keycloak,
                            List.of("--config", file.toString(), "--data-dir", data.toString(), "--port-base", port));
                    keycloak.createContext("/", exchange -> answer(exchange, 200, TOKEN));
                    administration.createContext("/", stack::serve);
                    keycloak.start();
                    administration.start();
                    return stack;
                }
            } catch (BindException e) {
                // somebody listens there: the next block, then
            }
            administration.stop(0);
        }
        throw new IOException("no free block of ports");
    }

    /// Says what a call is answered; others are answered 404.
    ///
    /// @param call method and path, with the query where only that one is meant
    void answer(String call, String body) {
        answers.put(call, body);
    }

    List<Asked> asked() {
        return asked;
    }

    /// The body of the last call.
    String sent() {
        return asked.getLast().body();
    }

    /// What a command prints that ends well.
    String printed(String... command) {
        Ran ran = run(command);
        if (ran.exitCode() != 0) {
            throw new AssertionError(String.join(" ", command) + " ended with " + ran.exitCode());
        }
        return ran.printed();
    }

    /// Runs a command as a person would.
    Ran run(String... command) {
        List<String> all = new ArrayList<>(List.of(command));
        all.addAll(options);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream usual = System.out;
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        try {
            int exitCode = CortadoCommand.line().execute(all.toArray(new String[0]));
            return new Ran(exitCode, out.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(usual);
        }
    }

    @Override
    public void close() {
        administration.stop(0);
        keycloak.stop(0);
    }

    private void serve(HttpExchange exchange) throws IOException {
        String method = exchange.getRequestMethod();
        String path = exchange.getRequestURI().getPath();
        byte[] body = exchange.getRequestBody().readAllBytes();
        String whole = exchange.getRequestURI().toString();
        asked.add(new Asked(method, whole, new String(body, StandardCharsets.UTF_8)));
        String answer = answers.getOrDefault(method + " " + whole, answers.get(method + " " + path));
        answer(exchange, answer == null ? 404 : 200, answer == null ? NOTHING : answer);
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private static HttpServer listening(int port) throws IOException {
        return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    }
}
