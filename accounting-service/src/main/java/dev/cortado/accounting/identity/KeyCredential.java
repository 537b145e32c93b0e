package dev.cortado.accounting.identity;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.zip.CRC32;

/// An API key as it is handed out, once: `ck_<public id>_<secret><checksum>`.
///
/// The public id (16 characters of `0-9a-z`) finds the key; the secret (256 random bits as 43 characters of base 62)
/// proves it; the checksum (CRC-32 of all before it, 6 characters) lets a gateway refuse a mistyped key by itself.
/// Only [#secretSha256] is kept.
public record KeyCredential(String publicId, String secret) {

    private static final String BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final String PUBLIC_ALPHABET = "0123456789abcdefghijklmnopqrstuvwxyz";
    private static final int PUBLIC_ID_LENGTH = 16;
    private static final int SECRET_BITS = 256;
    private static final int SECRET_LENGTH = 43;
    private static final int CHECKSUM_LENGTH = 6;

    /// A new credential. The randomness must be fit for secrets.
    public static KeyCredential mint(SecureRandom random) {
        StringBuilder publicId = new StringBuilder(PUBLIC_ID_LENGTH);
        for (int i = 0; i < PUBLIC_ID_LENGTH; i++) {
            publicId.append(PUBLIC_ALPHABET.charAt(random.nextInt(PUBLIC_ALPHABET.length())));
        }
        return new KeyCredential(publicId.toString(), base62(new BigInteger(SECRET_BITS, random), SECRET_LENGTH));
    }

    /// The whole key as its owner sends it.
    public String text() {
        String signed = "ck_" + publicId + "_" + secret;
        CRC32 checksum = new CRC32();
        checksum.update(signed.getBytes(StandardCharsets.US_ASCII));
        return signed + base62(BigInteger.valueOf(checksum.getValue()), CHECKSUM_LENGTH);
    }

    /// SHA-256 over the ASCII of the secret.
    public byte[] secretSha256() {
        try {
            return MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.US_ASCII));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("the JDK lacks SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return "ck_" + publicId + "_…";
    }

    private static String base62(BigInteger value, int length) {
        char[] digits = new char[length];
        BigInteger rest = value;
        BigInteger base = BigInteger.valueOf(BASE62.length());
        for (int i = length - 1; i >= 0; i--) {
            BigInteger[] parts = rest.divideAndRemainder(base);
            digits[i] = BASE62.charAt(parts[1].intValue());
            rest = parts[0];
        }
        return new String(digits);
    }
}
