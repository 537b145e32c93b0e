package dev.cortado.local.variant;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LoadedVariantsTest {

    private static final String LOADING = """
            {"status": "DOWN", "checks": [
              {"name": "other", "status": "UP", "data": {"small": "no"}},
              {"name": "inference node", "status": "DOWN", "data": {
                "small": "ready", "medium": "loading: waits for its turn to load", "draining": false}}]}""";

    @Test
    void variants_areToldAsTheirProcessSays_alsoWhileItIsNotReady() throws IOException, InterruptedException {
        HttpServer node = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        node.createContext("/q/health/ready", exchange -> {
            byte[] body = LOADING.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(503, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        node.start();
        try {
            String gone = "http://127.0.0.1:1";
            String here = "http://127.0.0.1:" + node.getAddress().getPort();
            LoadedVariants loaded = LoadedVariants.of(List.of(gone, here));

            assertEquals(Optional.of("ready"), loaded.of("small"));
            assertEquals(Optional.of("loading: waits for its turn to load"), loaded.of("medium"));
            assertEquals(Optional.empty(), loaded.of("large"));
        } finally {
            node.stop(0);
        }
    }
}
