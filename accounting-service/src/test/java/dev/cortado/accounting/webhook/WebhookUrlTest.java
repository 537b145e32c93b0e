package dev.cortado.accounting.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookUrlTest {

    private static final Set<Integer> PORTS = Set.of(443, 8443);

    @Test
    void url_isReadWithItsDefaults() {
        assertEquals(
                new WebhookUrl.Reading.Accepted(new WebhookUrl("hooks.example.org", 443, "/")),
                WebhookUrl.read("https://hooks.example.org", PORTS));
        assertEquals(
                new WebhookUrl.Reading.Accepted(new WebhookUrl("2606:4700::1", 8443, "/a%20b?c=d")),
                WebhookUrl.read("https://[2606:4700::1]:8443/a%20b?c=d", PORTS));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "http://hooks.example.org/",
                "HTTPS://hooks.example.org/",
                "ftp://hooks.example.org/",
                "https:hooks.example.org",
                "https://",
                "https:///path",
                "https://user:pass@hooks.example.org/",
                "https://hooks.example.org@127.0.0.1/",
                "https://hooks.example.org/#fragment",
                "https://hooks.example.org:22/",
                "https://hooks.example.org:0/",
                "https://hooks_example.org/",
                "https://bücher.example/",
                "https://[fe80::1%25eth0]/",
                "https://hooks.example.org/ path",
                "https://hooks.example.org/\r\nX: y",
                "file:///etc/passwd"
            })
    void anythingElse_isRefused(String text) {
        assertInstanceOf(WebhookUrl.Reading.Refused.class, WebhookUrl.read(text, PORTS));
    }

    @Test
    void tooLong_isRefused() {
        String text = "https://hooks.example.org/" + "a".repeat(WebhookUrl.LENGTH_MAX);
        assertInstanceOf(WebhookUrl.Reading.Refused.class, WebhookUrl.read(text, PORTS));
    }
}
