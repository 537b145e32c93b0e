package dev.cortado.inference.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// A server on a plain socket: what goes over the wire is what the test writes, byte by byte. One exchange a
/// connection.
final class WireServer implements AutoCloseable {

    static final String MODEL = "tiny";

    final Queue<Exchange> chats = new ConcurrentLinkedQueue<>();
    private final ServerSocket socket;
    private final Map<String, Script> scripts = new ConcurrentHashMap<>();
    private final Queue<Script> chatScripts = new ConcurrentLinkedQueue<>();

    /// What to write once a request is read.
    interface Script {
        void answer(Exchange exchange) throws Exception;
    }

    WireServer() throws IOException {
        socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        models("{\"id\": \"" + MODEL + "\", \"owned_by\": \"somebody\"}");
        Thread.ofVirtual().start(this::accept);
    }

    URI base() {
        return URI.create("http://127.0.0.1:" + socket.getLocalPort() + "/v1");
    }

    void models(String entries) {
        on("/v1/models", exchange -> exchange.json(200, "{\"object\": \"list\", \"data\": [" + entries + "]}"));
    }

    void on(String path, Script script) {
        scripts.put(path, script);
    }

    /// Answers of the next chat completions, in turn.
    void chat(Script... answers) {
        chatScripts.addAll(java.util.List.of(answers));
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket accepted = socket.accept();
                Thread.ofVirtual().start(() -> serve(accepted));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket accepted) {
        try (accepted) {
            Exchange exchange = Exchange.read(accepted);
            Script script = scripts.getOrDefault(exchange.path, missing -> missing.json(404, "{}"));
            if (exchange.path.equals("/v1/chat/completions")) {
                chats.add(exchange);
                script = chatScripts.remove();
            }
            script.answer(exchange);
            exchange.over.countDown();
        } catch (Exception e) {
            // The client went away, which is what some tests want.
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    /// One request and the connection it came on.
    static final class Exchange {

        final String path;
        final Map<String, String> headers = new TreeMap<>();
        String body = "";
        final CountDownLatch over = new CountDownLatch(1);
        private final Socket socket;
        private final OutputStream out;

        private Exchange(String path, Socket socket) throws IOException {
            this.path = path;
            this.socket = socket;
            this.out = socket.getOutputStream();
        }

        static Exchange read(Socket socket) throws IOException {
            InputStream in = socket.getInputStream();
            Exchange exchange = new Exchange(path(line(in)), socket);
            for (String line = line(in); !line.isEmpty(); line = line(in)) {
                int colon = line.indexOf(':');
                exchange.headers.put(
                        line.substring(0, colon).toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip());
            }
            int length = Integer.parseInt(exchange.headers.getOrDefault("content-length", "0"));
            exchange.body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
            return exchange;
        }

        private static String path(String requestLine) {
            int begin = requestLine.indexOf(' ') + 1;
            return requestLine.substring(begin, requestLine.indexOf(' ', begin));
        }

        private static String line(InputStream in) throws IOException {
            StringBuilder line = new StringBuilder();
            for (int one = in.read(); one >= 0 && one != '\n'; one = in.read()) {
                if (one != '\r') {
                    line.append((char) one);
                }
            }
            return line.toString();
        }

        void json(int status, String text) throws IOException {
            whole(status, "application/json", text);
        }

        void whole(int status, String type, String text) throws IOException {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            raw("HTTP/1.1 " + status + " Status\r\nContent-Type: " + type + "\r\nContent-Length: " + bytes.length
                    + "\r\nConnection: close\r\n\r\n");
            raw(bytes);
        }

        /// Begins a stream of events that ends with the connection.
        void stream() throws IOException {
            raw("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n");
        }

        void event(String data) throws IOException {
            raw("data: " + data + "\n\n");
        }

        void text(String text) throws IOException {
            event("{\"choices\": [{\"index\": 0, \"delta\": {\"content\": \"" + text + "\"}}]}");
        }

        void finish(String reason) throws IOException {
            event("{\"choices\": [{\"index\": 0, \"delta\": {}, \"finish_reason\": \"" + reason + "\"}]}");
        }

        void usage(String usage) throws IOException {
            event("{\"choices\": [], \"usage\": {" + usage + "}}");
        }

        void done() throws IOException {
            event("[DONE]");
        }

        void raw(String text) throws IOException {
            raw(text.getBytes(StandardCharsets.UTF_8));
        }

        void raw(byte[] bytes) throws IOException {
            out.write(bytes);
            out.flush();
        }

        /// Waits until the client has closed its end.
        boolean clientCloses(Duration within) throws IOException {
            socket.setSoTimeout((int) within.toMillis());
            try {
                return socket.getInputStream().read() < 0;
            } catch (SocketTimeoutException e) {
                return false;
            } catch (IOException reset) {
                return true;
            }
        }

        boolean isOver(Duration within) throws InterruptedException {
            return over.await(within.toMillis(), TimeUnit.MILLISECONDS);
        }
    }
}
