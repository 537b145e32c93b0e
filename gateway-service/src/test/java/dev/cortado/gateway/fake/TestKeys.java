package dev.cortado.gateway.fake;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/// Makes API keys of the right form.
public final class TestKeys {

    private static final String BASE_62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    private TestKeys() {}

    /// A key whose secret is 43 times the same digit.
    public static String key(String publicId) {
        return key(publicId, "7".repeat(43));
    }

    public static String key(String publicId, String secret) {
        String text = "ck_" + publicId + "_" + secret;
        CRC32 crc = new CRC32();
        crc.update(text.getBytes(StandardCharsets.US_ASCII));
        StringBuilder checksum = new StringBuilder();
        for (long rest = crc.getValue(); rest > 0; rest /= 62) {
            checksum.insert(0, BASE_62.charAt((int) (rest % 62)));
        }
        return text + "0".repeat(6 - checksum.length()) + checksum;
    }
}
