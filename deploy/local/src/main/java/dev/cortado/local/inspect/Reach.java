package dev.cortado.local.inspect;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;

/// Whether something answers on loopback.
public final class Reach {
    private static final int LIMIT_MILLIS = 2000;

    private Reach() {}

    public static boolean connects(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), LIMIT_MILLIS);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /// Whether a GET answers 200.
    public static boolean answers(String url) {
        try {
            if (!(URI.create(url).toURL().openConnection() instanceof HttpURLConnection http)) {
                return false;
            }
            http.setConnectTimeout(LIMIT_MILLIS);
            http.setReadTimeout(LIMIT_MILLIS);
            try {
                return http.getResponseCode() == HttpURLConnection.HTTP_OK;
            } finally {
                http.disconnect();
            }
        } catch (IOException e) {
            return false;
        }
    }
}
