package dev.cortado.gateway.fake;

import io.smallrye.jwt.build.Jwt;
import io.smallrye.jwt.build.JwtClaimsBuilder;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.interfaces.RSAPublicKey;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// An identity provider: a key set by HTTP, and tokens signed with it.
public final class FakeIssuer {

    private static final String REALM = "/realms/cortado";

    /// While true it answers nothing of use.
    public volatile boolean down = true;

    private final KeyPair keys = newKeys();
    private final KeyPair strangeKeys = newKeys();
    private final HttpServer server;

    FakeIssuer(Vertx vertx) {
        try {
            server = vertx.createHttpServer()
                    .requestHandler(request -> {
                        if (down) {
                            request.response().setStatusCode(503).end();
                        } else {
                            request.response()
                                    .putHeader("content-type", "application/json")
                                    .end(keySet());
                        }
                    })
                    .listen(0, "127.0.0.1")
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(10, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    public String url() {
        return "http://127.0.0.1:" + server.actualPort() + REALM;
    }

    /// A good token's claims, to be spoilt.
    public JwtClaimsBuilder claims(String subject) {
        return Jwt.claims()
                .issuer(url())
                .subject(subject)
                .audience("cortado")
                .expiresIn(300)
                .claim("typ", "Bearer")
                .claim("organization", List.of("demo"))
                .claim("realm_access", Map.of("roles", List.of("viewer")))
                .claim("groups", List.of("/demo/research"));
    }

    public String signed(JwtClaimsBuilder claims) {
        return claims.jws().keyId("known").sign(keys.getPrivate());
    }

    public String signedByStranger(JwtClaimsBuilder claims) {
        return claims.jws().keyId("known").sign(strangeKeys.getPrivate());
    }

    private String keySet() {
        RSAPublicKey key = (RSAPublicKey) keys.getPublic();
        return "{\"keys\":[{\"kty\":\"RSA\",\"kid\":\"known\",\"use\":\"sig\",\"alg\":\"RS256\",\"n\":\""
                + base64(key.getModulus().toByteArray()) + "\",\"e\":\""
                + base64(key.getPublicExponent().toByteArray()) + "\"}]}";
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static KeyPair newKeys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
