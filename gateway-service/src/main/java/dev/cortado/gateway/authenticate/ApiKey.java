package dev.cortado.gateway.authenticate;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import java.util.zip.CRC32;

/// An API key as presented: `ck_<publicId>_<secret><checksum>`, of which only the public id and the secret's hash are
/// kept.
///
/// The public id has 16 characters of `0-9a-z`, the secret 43 and the checksum 6 of base 62 (`0-9A-Za-z`). The checksum
/// is the CRC-32 of all that stands before it: a mistyped key is refused without asking anybody.
///
/// @param secretSha256 SHA-256 of the secret's ASCII, in hexadecimal
public record ApiKey(String publicId, String secretSha256) {

    private static final String PREFIX = "ck_";
    private static final int PUBLIC_ID_LENGTH = 16;
    private static final int SECRET_LENGTH = 43;
    private static final int CHECKSUM_LENGTH = 6;
    private static final int SECRET_START = PREFIX.length() + PUBLIC_ID_LENGTH + 1;
    private static final int CHECKSUM_START = SECRET_START + SECRET_LENGTH;
    private static final int LENGTH = CHECKSUM_START + CHECKSUM_LENGTH;
    private static final String BASE_62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    /// The key in this text, or empty if form or checksum are wrong.
    public static Optional<ApiKey> parse(String text) {
        if (text.length() != LENGTH || !text.startsWith(PREFIX) || text.charAt(SECRET_START - 1) != '_') {
            return Optional.empty();
        }
        String publicId = text.substring(PREFIX.length(), SECRET_START - 1);
        if (!publicId.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z'))
                || !text.substring(SECRET_START).chars().allMatch(c -> BASE_62.indexOf(c) >= 0)
                || !checksum(text.substring(0, CHECKSUM_START)).equals(text.substring(CHECKSUM_START))) {
            return Optional.empty();
        }
        byte[] secret = text.substring(SECRET_START, CHECKSUM_START).getBytes(StandardCharsets.US_ASCII);
        return Optional.of(new ApiKey(publicId, HexFormat.of().formatHex(CredentialDigest.sha256(secret))));
    }

    /// CRC-32 of the ASCII in base 62, padded with `0` on the left.
    static String checksum(String text) {
        CRC32 crc = new CRC32();
        crc.update(text.getBytes(StandardCharsets.US_ASCII));
        long rest = crc.getValue();
        char[] digits = new char[CHECKSUM_LENGTH];
        for (int i = CHECKSUM_LENGTH - 1; i >= 0; i--) {
            digits[i] = BASE_62.charAt((int) (rest % BASE_62.length()));
            rest /= BASE_62.length();
        }
        return new String(digits);
    }

    /// The public id only: a key must not reach a log.
    @Override
    public String toString() {
        return PREFIX + publicId;
    }
}
