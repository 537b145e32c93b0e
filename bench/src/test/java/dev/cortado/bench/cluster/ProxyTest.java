package dev.cortado.bench.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ProxyTest {

    /// What passes a proxy on loopback comes sooner.
    private static final int SILENCE_MILLIS = 200;
    private static final int WAIT_MILLIS = 10_000;

    private final ServerSocket target = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final Proxy proxy = new Proxy(0, List.of(target.getLocalPort()));
    private final List<Socket> sockets = new ArrayList<>();

    ProxyTest() throws IOException {
        target.setSoTimeout(WAIT_MILLIS);
    }

    /// Both ends of a connection through the proxy.
    private record Ends(Socket client, Socket served) {}

    @AfterEach
    void close() throws IOException {
        proxy.close();
        target.close();
        for (Socket each : sockets) {
            each.close();
        }
    }

    @Test
    void connection_carriesBothWays() throws IOException {
        assertCarries(connect());
    }

    @Test
    void cut_endsBothSides_andTakesNoneUntilHealed() throws IOException {
        Ends ends = connect();

        proxy.cut();
        assertEnded(ends.client());
        assertEnded(ends.served());
        assertEnded(client());

        proxy.heal();
        assertCarries(connect());
    }

    @Test
    void stall_holdsBothWays_andHealingPassesItOnInOrder() throws IOException {
        Ends ends = connect();

        proxy.stall();
        send(ends.client(), "a question, ");
        send(ends.served(), "an answer");
        assertSilent(ends.served());
        assertSilent(ends.client());
        send(ends.client(), "and another");

        proxy.heal();
        assertComes("a question, and another", ends.served());
        assertComes("an answer", ends.client());
        assertCarries(ends);
    }

    @Test
    void stall_hidesThatAClientIsGone() throws IOException {
        Ends ends = connect();

        proxy.stall();
        ends.client().close();
        assertSilent(ends.served());

        proxy.heal();
        assertEnded(ends.served());
    }

    @Test
    void stall_takesNewConnections_andHoldsThem() throws IOException {
        proxy.stall();
        Ends ends = connect();
        send(ends.client(), "a question");
        assertSilent(ends.served());

        proxy.heal();
        assertComes("a question", ends.served());
    }

    @Test
    void holdAnswers_thenCut_losesTheAnswerToWhatWasDone() throws IOException {
        Ends ends = connect();

        proxy.holdAnswers();
        send(ends.client(), "commit");
        assertComes("commit", ends.served());
        send(ends.served(), "done");
        assertSilent(ends.client());

        proxy.cut();
        assertEnded(ends.client());
        assertEnded(ends.served());
    }

    @Test
    void cut_endsAStall() throws IOException {
        Ends ends = connect();

        proxy.stall();
        send(ends.client(), "a question");
        assertSilent(ends.served());
        proxy.cut();
        assertEnded(ends.served());

        proxy.heal();
        assertCarries(connect());
    }

    private Socket client() throws IOException {
        Socket client = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
        sockets.add(client);
        return client;
    }

    private Ends connect() throws IOException {
        Socket client = client();
        Socket served = target.accept();
        sockets.add(served);
        return new Ends(client, served);
    }

    private static void assertCarries(Ends ends) throws IOException {
        send(ends.client(), "question");
        assertComes("question", ends.served());
        send(ends.served(), "answer");
        assertComes("answer", ends.client());
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static void assertComes(String text, Socket socket) throws IOException {
        socket.setSoTimeout(WAIT_MILLIS);
        byte[] come = socket.getInputStream().readNBytes(text.length());
        assertEquals(text, new String(come, StandardCharsets.US_ASCII));
    }

    private static void assertSilent(Socket socket) throws IOException {
        socket.setSoTimeout(SILENCE_MILLIS);
        assertThrows(SocketTimeoutException.class, () -> socket.getInputStream().read());
    }

    private static void assertEnded(Socket socket) throws IOException {
        socket.setSoTimeout(WAIT_MILLIS);
        try {
            assertEquals(-1, socket.getInputStream().read());
        } catch (SocketException e) {
            // Reset, which is an end too.
        }
    }
}
