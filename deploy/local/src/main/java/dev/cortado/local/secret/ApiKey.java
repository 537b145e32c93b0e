package dev.cortado.local.secret;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.zip.CRC32;

/// An API key: `ck_<publicId>_<secret><checksum>`.
/// The public id finds the key's row; the secret is 256 random bits in base 62; the checksum, CRC-32 of all
/// that stands before it, lets a mistyped key be refused without asking anybody.
public record ApiKey(String publicId, String secret) {
    private static final String LOWER = "0123456789abcdefghijklmnopqrstuvwxyz";
    private static final String BASE_62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final int PUBLIC_ID_CHARACTERS = 16;
    private static final int SECRET_CHARACTERS = 43;
    private static final int CHECKSUM_CHARACTERS = 6;

    public static ApiKey random(SecureRandom random) {
        StringBuilder publicId = new StringBuilder();
        for (int i = 0; i < PUBLIC_ID_CHARACTERS; i++) {
            publicId.append(LOWER.charAt(random.nextInt(LOWER.length())));
        }
        return new ApiKey(publicId.toString(), base62(new BigInteger(256, random), SECRET_CHARACTERS));
    }

    /// Reads back what `text` wrote.
    public static ApiKey ofText(String text) {
        int wanted = 3 + PUBLIC_ID_CHARACTERS + 1 + SECRET_CHARACTERS + CHECKSUM_CHARACTERS;
        if (text.length() != wanted || !text.startsWith("ck_")) {
            throw new IllegalArgumentException("not an API key");
        }
        int secretAt = 3 + PUBLIC_ID_CHARACTERS + 1;
        ApiKey key = new ApiKey(
                text.substring(3, 3 + PUBLIC_ID_CHARACTERS), text.substring(secretAt, secretAt + SECRET_CHARACTERS));
        if (!key.text().equals(text)) {
            throw new IllegalArgumentException("the checksum of the API key is wrong");
        }
        return key;
    }

    public String text() {
        String body = "ck_" + publicId + "_" + secret;
        CRC32 crc = new CRC32();
        crc.update(body.getBytes(StandardCharsets.US_ASCII));
        return body + base62(BigInteger.valueOf(crc.getValue()), CHECKSUM_CHARACTERS);
    }

    /// What accounting stores: the secret itself is never written to a database.
    public String secretSha256() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.US_ASCII));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /// The key itself must not slip into a log.
    @Override
    public String toString() {
        return "ApiKey[" + publicId + "]";
    }

    private static String base62(BigInteger value, int characters) {
        BigInteger base = BigInteger.valueOf(BASE_62.length());
        StringBuilder digits = new StringBuilder();
        BigInteger rest = value;
        while (rest.signum() > 0) {
            digits.append(BASE_62.charAt(rest.mod(base).intValue()));
            rest = rest.divide(base);
        }
        while (digits.length() < characters) {
            digits.append('0');
        }
        return digits.reverse().toString();
    }
}
