package dev.cortado.accounting.webhook;

import java.net.InetAddress;
import java.util.Map;

/// Sends one request over TLS. Blocks.
@FunctionalInterface
public interface Post {

    /// Connects to the address, and to no other, as the host of the URL: the certificate must be the host's. Follows no
    /// redirect. Throws where no answer came.
    ///
    /// @return the status of the answer; its body is not kept
    int send(WebhookUrl url, InetAddress address, Map<String, String> headers, String body)
            throws UnansweredException, InterruptedException;

    /// No answer came.
    final class UnansweredException extends Exception {
        private static final long serialVersionUID = 1;

        public UnansweredException(String why) {
            super(why);
        }

        String why() {
            return String.valueOf(getMessage());
        }
    }
}
