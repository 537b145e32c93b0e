package dev.cortado.accounting.http;

import static dev.cortado.accounting.http.Callers.admin;
import static dev.cortado.accounting.http.Callers.as;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.startsWith;

import dev.cortado.accounting.store.TestPlatform;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// People of organisations where Keycloak is kept by hand: the tasks say what is to be done.
@QuarkusTest
@QuarkusTestResource(TestPlatform.class)
class PeopleTest {

    private final String name = "p-" + UUID.randomUUID();

    @Test
    void newOrganisation_isPendingAndSaysWhatToDoByHand() {
        String id = organisation();
        List<Integer> tasks = admin().get("/v1/identity-tasks?state=pending&organisation=" + id)
                .then()
                .statusCode(200)
                .body("kind", equalTo(List.of("create-organisation")))
                .body("byHand", everyItem(equalTo(true)))
                .body(
                        "what[0]",
                        hasItems("make the groups /" + name + "/role:organisation-admin and /" + name + "/role:viewer"))
                .extract()
                .path("id");
        admin().post("/v1/identity-tasks/" + tasks.getFirst() + "/done").then().statusCode(200);
        admin().post("/v1/identity-tasks/" + tasks.getFirst() + "/done").then().statusCode(409);
        admin().get("/v1/organisations?limit=1000")
                .then()
                .body("find { it.id == '" + id + "' }.identity", equalTo("provisioned"));
    }

    @Test
    void invitation_isOrderedOnceAndForATeamThatIs() {
        String id = organisation();
        admin().body("{\"name\": \"research\"}")
                .post("/v1/organisations/" + id + "/teams")
                .then()
                .statusCode(201);
        String body = "{\"email\": \"ada@example.org\", \"role\": \"viewer\", \"team\": \"research\"}";
        String key = UUID.randomUUID().toString();
        int task = admin().header("Idempotency-Key", key)
                .body(body)
                .post("/v1/organisations/" + id + "/members")
                .then()
                .statusCode(202)
                .body("state", equalTo("pending"))
                .extract()
                .path("identityTask");
        admin().header("Idempotency-Key", key)
                .body(body)
                .post("/v1/organisations/" + id + "/members")
                .then()
                .statusCode(202)
                .header("Idempotent-Replayed", "true")
                .body("identityTask", equalTo(task));
        admin().body(body.replace("research", "sales"))
                .post("/v1/organisations/" + id + "/members")
                .then()
                .statusCode(404);
        admin().delete("/v1/organisations/" + id + "/members/ada@example.org")
                .then()
                .statusCode(202);
        admin().get("/v1/identity-tasks?organisation=" + id)
                .then()
                .body("kind", equalTo(List.of("create-organisation", "create-team", "add-member", "remove-member")));
    }

    @Test
    void badInvitations_nameTheField() {
        String id = organisation();
        for (List<String> bad : List.of(
                List.of("{\"role\": \"viewer\"}", "email"),
                List.of("{\"email\": \"nonsense\", \"role\": \"viewer\"}", "email"),
                List.of("{\"email\": \"a@b.c\\nBcc: x@y.z\", \"role\": \"viewer\"}", "email"),
                List.of("{\"email\": \"a@b.c\", \"role\": \"platform-admin\"}", "role"),
                List.of("{\"email\": \"a@b.c\"}", "role"),
                List.of("{\"email\": \"a@b.c\", \"role\": \"viewer\", \"username\": \"a b\"}", "username"),
                List.of("{\"email\": \"a@b.c\", \"role\": \"viewer\", \"team\": \"role:viewer\"}", "team"))) {
            admin().body(bad.getFirst())
                    .post("/v1/organisations/" + id + "/members")
                    .then()
                    .statusCode(400)
                    .body("field", equalTo(bad.getLast()));
        }
    }

    @Test
    void suspendedOrganisation_isClosedInKeycloakTooAndTakesNoInvitation() {
        String id = organisation();
        admin().post("/v1/organisations/" + id + "/suspend").then().body("identity", equalTo("pending"));
        admin().get("/v1/identity-tasks?organisation=" + id)
                .then()
                .body("kind", equalTo(List.of("create-organisation", "suspend-organisation")));
        admin().body("{\"email\": \"a@b.c\", \"role\": \"viewer\"}")
                .post("/v1/organisations/" + id + "/members")
                .then()
                .statusCode(409);
    }

    @Test
    void administratorOfAnotherOrganisation_neitherSeesNorInvites() {
        String id = organisation();
        RequestSpecification other = as(Tokens.person().group("/demo/role:organisation-admin"));
        other.body("{\"email\": \"a@b.c\", \"role\": \"organisation-admin\"}")
                .post("/v1/organisations/" + id + "/members")
                .then()
                .statusCode(404);
        as(Tokens.person().group("/demo/role:organisation-admin"))
                .get("/v1/identity-tasks?organisation=" + id)
                .then()
                .statusCode(404);
        as(Tokens.person().group("/demo/role:organisation-admin"))
                .get("/v1/identity-tasks")
                .then()
                .statusCode(400);
        as(Tokens.person().group("/demo/role:organisation-admin"))
                .get("/v1/organisations/" + id + "/members")
                .then()
                .statusCode(404);
        as(Tokens.person().group("/" + name + "/role:viewer"))
                .get("/v1/organisations/" + id + "/members")
                .then()
                .statusCode(403);
    }

    @Test
    void members_whereKeycloakIsKeptByHand_areNotListed() {
        admin().get("/v1/organisations/" + organisation() + "/members")
                .then()
                .statusCode(409)
                .body("detail", startsWith("people are kept in Keycloak by hand"));
    }

    private String organisation() {
        return admin().body("{\"name\": \"" + name + "\"}")
                .post("/v1/organisations")
                .then()
                .statusCode(201)
                .body("identity", equalTo("pending"))
                .extract()
                .path("id");
    }
}
