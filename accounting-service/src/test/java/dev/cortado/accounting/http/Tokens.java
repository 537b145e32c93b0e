package dev.cortado.accounting.http;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.time.Instant;
import java.util.Base64;
import java.util.List;

/// Tokens as Keycloak would sign them. The key pair comes from a fixed seed, so that the class loader that configures
/// the service and the one that runs the tests have the same.
public final class Tokens {

    public static final String ISSUER = "http://keycloak.test/realms/cortado";

    private static final KeyPair PAIR = pair(1);
    private static final KeyPair OTHER = pair(2);

    private final JsonObject claims = new JsonObject();
    private KeyPair signer = PAIR;
    private String algorithm = "RS256";

    private Tokens(String... roles) {
        long now = Instant.now().getEpochSecond();
        claims.put("iss", ISSUER)
                .put("aud", "cortado")
                .put("sub", "tester")
                .put("iat", now)
                .put("exp", now + 300)
                .put("groups", new JsonArray())
                .put("realm_access", new JsonObject().put("roles", new JsonArray(List.of(roles))));
    }

    /// Of someone with this role of the realm.
    static Tokens of(String role) {
        return new Tokens(role);
    }

    /// Of someone without any role of the realm.
    static Tokens person() {
        return new Tokens();
    }

    Tokens group(String group) {
        claims.getJsonArray("groups").add(group);
        return this;
    }

    Tokens audience(String audience) {
        claims.put("aud", audience);
        return this;
    }

    Tokens issuer(String issuer) {
        claims.put("iss", issuer);
        return this;
    }

    Tokens expired() {
        claims.put("exp", Instant.now().getEpochSecond() - 60);
        return this;
    }

    Tokens signedByAnother() {
        signer = OTHER;
        return this;
    }

    Tokens unsigned() {
        algorithm = "none";
        return this;
    }

    /// The public key as Quarkus takes it.
    public static String publicKey() {
        return Base64.getEncoder().encodeToString(PAIR.getPublic().getEncoded());
    }

    String sign() {
        String signed = part(new JsonObject().put("alg", algorithm).put("typ", "JWT")) + "." + part(claims);
        if (algorithm.equals("none")) {
            return signed + ".";
        }
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(signer.getPrivate());
            signature.update(signed.getBytes(StandardCharsets.US_ASCII));
            return signed + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String part(JsonObject json) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(json.encode().getBytes(StandardCharsets.UTF_8));
    }

    private static KeyPair pair(long seed) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            SecureRandom random = SecureRandom.getInstance("SHA1PRNG");
            random.setSeed(seed);
            generator.initialize(2048, random);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
