package dev.cortado.accounting.http;

import static dev.cortado.accounting.http.Callers.admin;
import static dev.cortado.accounting.http.Callers.as;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import dev.cortado.accounting.store.TestPlatform;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// Webhooks as an organisation's administrator meets them.
@QuarkusTest
@QuarkusTestResource(TestPlatform.class)
class WebhookAdministrationTest {

    private static final String URL = "{\"url\": \"https://hooks.invalid/cortado\"}";

    private final String name = "w-" + UUID.randomUUID();

    @Inject
    Pool pool;

    @Test
    void secret_isShownOnceAndNeverListed() {
        String id = organisation();
        String key = UUID.randomUUID().toString();
        String webhook = admin().header("Idempotency-Key", key)
                .body(URL)
                .post("/v1/organisations/" + id + "/webhooks")
                .then()
                .statusCode(201)
                .body("secret", matchesPattern("whsec_[A-Za-z0-9_-]{43}"))
                .extract()
                .path("webhook.id");
        admin().header("Idempotency-Key", key)
                .body(URL)
                .post("/v1/organisations/" + id + "/webhooks")
                .then()
                .statusCode(201)
                .body("webhook.id", equalTo(webhook))
                .body("secret", equalTo(""));
        admin().get("/v1/organisations/" + id + "/webhooks")
                .then()
                .statusCode(200)
                .body("id", equalTo(List.of(webhook)))
                .body(not(containsString("whsec")));
        admin().body("{}")
                .post("/v1/webhooks/" + webhook + "/rotate")
                .then()
                .statusCode(200)
                .body("secret", matchesPattern("whsec_[A-Za-z0-9_-]{43}"));
        admin().get("/v1/audit?limit=1000").then().body(not(containsString("whsec_")));
    }

    @Test
    void test_isDeliveredOrToldWhyNot_andWebhookIsRemoved() {
        String id = organisation();
        String webhook = webhook(id);
        int delivery = testDelivery(webhook);
        admin().get("/v1/webhooks/" + webhook + "/deliveries")
                .then()
                .statusCode(200)
                .body("", hasSize(1))
                .body("[0].id", equalTo(delivery))
                .body("[0].state", equalTo("pending"));
        admin().post("/v1/webhook-deliveries/" + delivery + "/retry").then().statusCode(409);
        admin().delete("/v1/webhooks/" + webhook).then().statusCode(200);
        admin().get("/v1/webhooks/" + webhook + "/deliveries").then().statusCode(404);
    }

    @Test
    void writesOfARemovedWebhook_areAnsweredAgain_andNoOthers() {
        String webhook = webhook(organisation());
        String path = "/v1/webhooks/" + webhook;
        admin().header("Idempotency-Key", webhook + "-test")
                .post(path + "/test")
                .then()
                .statusCode(202);
        for (boolean repeated : new boolean[] {false, true}) {
            admin().header("Idempotency-Key", webhook)
                    .delete(path)
                    .then()
                    .statusCode(200)
                    .header("Idempotent-Replayed", repeated ? equalTo("true") : nullValue())
                    .body("id", equalTo(webhook));
        }
        admin().header("Idempotency-Key", webhook + "-test")
                .post(path + "/test")
                .then()
                .statusCode(202)
                .header("Idempotent-Replayed", equalTo("true"));
        admin().delete(path).then().statusCode(404);
        admin().header("Idempotency-Key", webhook).post(path + "/test").then().statusCode(404);
        admin().get("/v1/audit?limit=1000")
                .then()
                .body(
                        "entries.findAll { it.action == 'remove webhook' && it.request == '" + webhook + "' }",
                        hasSize(1));
    }

    @Test
    void retryOfADelivery_isAnsweredAgain_whenItsWebhookIsRemoved_andNoOther() {
        String webhook = webhook(organisation());
        int delivery = testDelivery(webhook);
        giveUp(delivery);
        String retry = "/v1/webhook-deliveries/" + delivery + "/retry";
        admin().header("Idempotency-Key", webhook)
                .post(retry)
                .then()
                .statusCode(202)
                .header("Idempotent-Replayed", nullValue());

        admin().delete("/v1/webhooks/" + webhook).then().statusCode(200);

        admin().header("Idempotency-Key", webhook)
                .post(retry)
                .then()
                .statusCode(202)
                .header("Idempotent-Replayed", equalTo("true"))
                .body("delivery", equalTo(delivery));
        admin().post(retry).then().statusCode(404);
        admin().header("Idempotency-Key", webhook)
                .post("/v1/webhook-deliveries/" + Long.MAX_VALUE + "/retry")
                .then()
                .statusCode(404);
        admin().get("/v1/audit?limit=1000")
                .then()
                .body(
                        "entries.findAll { it.action == 'retry webhook delivery' && it.request == '" + delivery + "' }",
                        hasSize(1));
    }

    @Test
    void urlsAndSecretsThatAreUnsafe_areRefused() {
        String id = organisation();
        for (String url : List.of(
                "http://hooks.example.org/",
                "https://127.0.0.1/",
                "https://10.0.0.1/",
                "https://169.254.169.254/latest/meta-data/",
                "https://[::1]/",
                "https://[::ffff:127.0.0.1]/",
                "https://100.64.0.1/",
                "https://user@hooks.example.org/",
                "https://hooks.example.org:22/",
                "")) {
            admin().body("{\"url\": \"" + url + "\"}")
                    .post("/v1/organisations/" + id + "/webhooks")
                    .then()
                    .statusCode(400)
                    .body("field", equalTo("url"));
        }
        for (String secret : List.of("", "short", " ".repeat(40), "x".repeat(300))) {
            admin().body("{\"url\": \"https://hooks.example.org/\", \"secret\": \"" + secret + "\"}")
                    .post("/v1/organisations/" + id + "/webhooks")
                    .then()
                    .statusCode(400)
                    .body("field", equalTo("secret"));
        }
    }

    @Test
    void anothersWebhook_looksLikeNone() {
        String webhook = webhook(organisation());
        for (String path : List.of("/rotate", "/test")) {
            as(Tokens.person().group("/demo/role:organisation-admin"))
                    .body("{}")
                    .post("/v1/webhooks/" + webhook + path)
                    .then()
                    .statusCode(404);
        }
        as(Tokens.person().group("/demo/role:organisation-admin"))
                .delete("/v1/webhooks/" + webhook)
                .then()
                .statusCode(404);
        for (String asked : List.of(webhook, "hook-" + "0".repeat(16))) {
            given().header(
                            "Authorization",
                            "Bearer "
                                    + Tokens.person()
                                            .group("/demo/role:organisation-admin")
                                            .sign())
                    .post("/v1/webhooks/" + asked + "/test")
                    .then()
                    .statusCode(400)
                    .body("field", equalTo("Idempotency-Key"));
        }
        as(Tokens.person().group("/" + name + "/role:viewer"))
                .get("/v1/webhooks/" + webhook + "/deliveries")
                .then()
                .statusCode(403);
    }

    @Test
    void organisation_hasOnlySoManyWebhooks() {
        String id = organisation();
        for (int i = 0; i < 10; i++) {
            admin().body(URL)
                    .post("/v1/organisations/" + id + "/webhooks")
                    .then()
                    .statusCode(201);
        }
        admin().body(URL).post("/v1/organisations/" + id + "/webhooks").then().statusCode(409);
    }

    /// A new one of an organisation.
    private static String webhook(String organisation) {
        return admin().body(URL)
                .post("/v1/organisations/" + organisation + "/webhooks")
                .then()
                .statusCode(201)
                .extract()
                .path("webhook.id");
    }

    private static int testDelivery(String webhook) {
        return admin().post("/v1/webhooks/" + webhook + "/test")
                .then()
                .statusCode(202)
                .extract()
                .path("delivery");
    }

    /// Makes a delivery dead, also one that is just under way.
    private void giveUp(int delivery) {
        pool.preparedQuery("update webhook_delivery set state = 'dead', finished_at = clock_timestamp(),"
                        + " taken = taken + 1 where id = $1")
                .executeAndAwait(Tuple.of((long) delivery));
    }

    private String organisation() {
        return admin().body("{\"name\": \"" + name + "\"}")
                .post("/v1/organisations")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }
}
