package dev.cortado.accounting.webhook;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The header `Cortado-Signature: t=SECONDS,v1=HEX[,v1=HEX]`: HMAC-SHA256 of `SECONDS.BODY` under each secret that is
/// valid, so that a receiver may change from one to the next. The time is signed, so that an old delivery cannot be
/// sent again as a new one.
public final class Signature {

    public static final String HEADER = "Cortado-Signature";

    private static final String ALGORITHM = "HmacSHA256";

    private Signature() {}

    public static String header(Instant at, String body, List<WebhookSecret> secrets) {
        String signed = at.getEpochSecond() + "." + body;
        return "t=" + at.getEpochSecond()
                + secrets.stream().map(secret -> ",v1=" + hex(signed, secret)).collect(Collectors.joining());
    }

    private static String hex(String signed, WebhookSecret secret) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret.bytes(), ALGORITHM));
            return HexFormat.of().formatHex(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK lacks " + ALGORITHM, e);
        }
    }
}
