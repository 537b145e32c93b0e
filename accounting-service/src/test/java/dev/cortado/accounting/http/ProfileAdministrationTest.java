package dev.cortado.accounting.http;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cortado.accounting.profile.FakeProfileBook;
import dev.cortado.accounting.store.TestPlatform;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// Prompt profiles as an organisation's administrator meets them; the routers are a book in memory.
@QuarkusTest
@QuarkusTestResource(TestPlatform.class)
class ProfileAdministrationTest {

    private static final String SECRET_TEXT = "Write as if nobody were to read it.";
    private static final String PROFILE = "{\"name\": \"brand\", \"text\": \"" + SECRET_TEXT + "\"}";

    private final String name = "p-" + UUID.randomUUID();

    @Inject
    FakeProfileBook book;

    @Test
    void registered_isListedShownAndRemoved() {
        String profiles = profiles();
        admin().body(PROFILE)
                .post(profiles)
                .then()
                .statusCode(201)
                .body("id", equalTo("brand@1"))
                .body("textBytes", equalTo(SECRET_TEXT.length()));
        admin().body(PROFILE.replace("nobody", "all")).post(profiles).then().body("id", equalTo("brand@2"));

        admin().get(profiles + "/brand").then().statusCode(200).body("text", containsString("all were"));
        admin().get(profiles + "/brand/versions").then().body("version", equalTo(List.of(2, 1)));
        admin().delete(profiles + "/brand").then().statusCode(200).body("version", equalTo(2));
        admin().get(profiles + "/brand").then().statusCode(404);
        admin().get(profiles).then().statusCode(200).body("", empty());
    }

    @Test
    void shown_isCountedOnlyWhereEveryRuleWithinTheOrganisationLetsItsTextGo() {
        String profiles = profiles();
        String organisation = profiles.split("/", -1)[3];
        admin().body(PROFILE).post(profiles).then().statusCode(201);
        String team = made("/v1/organisations/" + organisation + "/teams");
        String project = made("/v1/teams/" + team + "/projects");
        for (String[] rule : new String[][] {{organisation, "eu"}, {project, "de"}, {team, "eu"}}) {
            admin().body("{\"residency\": \"" + rule[1] + "\"}")
                    .put("/v1/nodes/" + rule[0] + "/routing-rule")
                    .then()
                    .statusCode(200);
        }

        admin().get(profiles + "/brand").then().statusCode(200);

        assertEquals(List.of("de", "eu"), book.residencyAsked());
    }

    private static String made(String path) {
        return admin().body("{\"name\": \"one\"}")
                .post(path)
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    @Test
    void checks_areShown_andNeedTheirMeasuredError() {
        String profiles = profiles();
        String checked = PROFILE.replace("}", ", \"checks\": {\"mustContain\": [\"Warmly\"]}}");
        admin().body(checked).post(profiles).then().statusCode(400).body(containsString("checks.error"));
        admin().body(checked.replace("]}", "], \"error\": 0.05}"))
                .post(profiles)
                .then()
                .statusCode(201);

        admin().get(profiles + "/brand")
                .then()
                .body("checks.mustContain", equalTo(List.of("Warmly")))
                .body("checks.error", equalTo(0.05f));
    }

    @Test
    void registering_underOneKeyTwice_makesOneVersion() {
        String profiles = profiles();
        String key = UUID.randomUUID().toString();
        for (int i = 0; i < 2; i++) {
            admin().header("Idempotency-Key", key)
                    .body(PROFILE)
                    .post(profiles)
                    .then()
                    .statusCode(201)
                    .body("version", equalTo(1));
        }
        admin().get(profiles + "/brand/versions").then().body("", hasSize(1));
        admin().header("Idempotency-Key", key)
                .body(PROFILE.replace("nobody", "all"))
                .post(profiles)
                .then()
                .statusCode(409);
    }

    @Test
    void registering_isAudited_withoutTheText() {
        admin().body(PROFILE).post(profiles()).then().statusCode(201);

        as(Tokens.person().group("/" + name + "/role:organisation-admin"))
                .get("/v1/audit?limit=1000")
                .then()
                .statusCode(200)
                .body(containsString("register profile"))
                .body(not(containsString(SECRET_TEXT)));
    }

    @Test
    void whatTheRoutersRefuse_isToldByField_andNotAudited() {
        String profiles = profiles();
        admin().body("{\"name\": \"brand\", \"text\": \"x\", \"task\": \"no-such\"}")
                .post(profiles)
                .then()
                .statusCode(400)
                .body("field", equalTo("task"));
        admin().body("{\"name\": \"a b\", \"text\": \"x\"}")
                .post(profiles)
                .then()
                .statusCode(400);
        admin().body("{\"name\": \"brand\", \"text\": \"away\"}")
                .post(profiles)
                .then()
                .statusCode(503);
        admin().get(profiles + "/brand?version=0").then().statusCode(400);

        as(Tokens.person().group("/" + name + "/role:organisation-admin"))
                .get("/v1/audit?limit=1000")
                .then()
                .body(not(containsString("register profile")));
    }

    @Test
    void profiles_ofAnotherOrganisation_areNotThere() {
        String profiles = profiles();
        admin().body(PROFILE).post(profiles).then().statusCode(201);
        RequestSpecification other = as(Tokens.person().group("/demo/role:organisation-admin"));

        other.get(profiles).then().statusCode(404);
        other.get(profiles + "/brand").then().statusCode(404);
        other.body(PROFILE).post(profiles).then().statusCode(404);
        other.delete(profiles + "/brand").then().statusCode(404);
    }

    @Test
    void viewer_seesButDoesNotChange() {
        String profiles = profiles();
        admin().body(PROFILE).post(profiles).then().statusCode(201);
        RequestSpecification viewer = as(Tokens.person().group("/" + name + "/role:viewer"));

        viewer.get(profiles + "/brand").then().statusCode(200);
        viewer.body(PROFILE).post(profiles).then().statusCode(403);
        viewer.delete(profiles + "/brand").then().statusCode(403);
    }

    private String profiles() {
        String id = admin().body("{\"name\": \"" + name + "\"}")
                .post("/v1/organisations")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
        return "/v1/organisations/" + id + "/profiles";
    }

    private static RequestSpecification admin() {
        return as(Tokens.of("platform-admin"));
    }

    private static RequestSpecification as(Tokens token) {
        return given().filter(IdempotencyKeys.FILTER)
                .header("Authorization", "Bearer " + token.sign())
                .contentType("application/json");
    }
}
