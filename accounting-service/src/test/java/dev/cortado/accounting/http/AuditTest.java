package dev.cortado.accounting.http;

import static dev.cortado.accounting.http.Callers.admin;
import static dev.cortado.accounting.http.Callers.as;
import static org.hamcrest.Matchers.aMapWithSize;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import dev.cortado.accounting.store.TestPlatform;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The audit log, and tags, whose changes it shows.
@QuarkusTest
@QuarkusTestResource(TestPlatform.class)
class AuditTest {

    private String name;
    private String organisation;
    private String team;

    @BeforeEach
    void tenant() {
        name = "a-" + UUID.randomUUID();
        organisation = id(post("/v1/organisations", "{\"name\": \"" + name + "\"}"));
        team = id(post("/v1/organisations/" + organisation + "/teams", "{\"name\": \"team\"}"));
    }

    @Test
    void change_isShownWithActorBeforeAndAfter() {
        tags(team, "\"cost-center\": \"42\"").statusCode(200);
        tags(team, "\"cost-center\": \"43\", \"env\": \"prod\"").statusCode(200).body("tags", aMapWithSize(2));
        admin().get("/v1/audit?limit=1&node=" + team)
                .then()
                .statusCode(200)
                .body("entries[0].actor", equalTo("tester"))
                .body("entries[0].action", equalTo("set tags"))
                .body("entries[0].before.tags.cost-center", equalTo("42"))
                .body("entries[0].after.tags.cost-center", equalTo("43"))
                .body("entries[0].organisation", equalTo(organisation));
        admin().get("/v1/nodes/" + team + "/tags").then().body("tags.env", equalTo("prod"));
    }

    @Test
    void whatTheBootstrapFileMade_isThereToo() {
        admin().get("/v1/audit?actor=bootstrap")
                .then()
                .statusCode(200)
                .body(
                        "entries.action",
                        contains(
                                "add pool rate",
                                "add pool rate",
                                "publish prices",
                                "create limit",
                                "create key",
                                "create project",
                                "create team",
                                "create organisation"))
                .body("entries[3].organisation", equalTo("org-demo"))
                .body("entries[3].after.cap", equalTo(10_000_000_000L))
                .body("entries[4].after", aMapWithSize(2));
    }

    @Test
    void organisationsEntries_areItsOwnInPages() {
        tags(team, "\"a\": \"1\"");
        String next = admin().get("/v1/audit?limit=2&node=" + organisation)
                .then()
                .body("entries.action", contains("set tags", "create team"))
                .extract()
                .path("next");
        admin().get("/v1/audit?limit=2&node=" + organisation + "&before=" + next)
                .then()
                .body("entries.action", contains("create organisation"))
                .body("entries[0].before", nullValue())
                .body("next", nullValue());
    }

    @Test
    void administratorOfAnOrganisation_seesOnlyItsEntries() {
        String other = id(post("/v1/organisations", "{\"name\": \"b-" + UUID.randomUUID() + "\"}"));
        Tokens token = Tokens.person().group("/" + name + "/role:organisation-admin");
        as(token)
                .get("/v1/audit")
                .then()
                .statusCode(200)
                .body("entries.organisation", everyItem(equalTo(organisation)))
                .body("entries.action", contains("create team", "create organisation"));
        as(token).get("/v1/audit?node=" + other).then().statusCode(404).body(not(containsString("b-")));
        as(Tokens.person().group("/" + name + "/role:viewer"))
                .get("/v1/audit")
                .then()
                .statusCode(403);
    }

    @Test
    void wildcardInAFilter_isOnlyACharacter() {
        admin().get("/v1/audit?actor=%25").then().statusCode(200).body("entries", empty());
        admin().get("/v1/audit?actor=teste_").then().statusCode(200).body("entries", empty());
        admin().get("/v1/audit?node=%25").then().statusCode(404);
        admin().get("/v1/audit?actor=tester' or '1'='1").then().statusCode(200).body("entries", empty());
        admin().get("/v1/organisations?after=%25&limit=1").then().statusCode(200);
    }

    @Test
    void timeAndPageSize_areBounded() {
        admin().get("/v1/audit?from=2999-01-01T00:00:00Z").then().body("entries", empty());
        admin().get("/v1/audit?to=2000-01-01T00:00:00Z").then().body("entries", empty());
        admin().get("/v1/audit?limit=1000000").then().statusCode(400).body("field", equalTo("limit"));
        admin().get("/v1/audit?from=yesterday").then().statusCode(400).body("field", equalTo("from"));
        admin().get("/v1/audit?before=x").then().statusCode(400).body("field", equalTo("before"));
    }

    @Test
    void refusedChange_leavesNoEntry() {
        post("/v1/organisations", "{\"name\": \"" + name + "\"}").statusCode(409);
        admin().get("/v1/audit?node=" + organisation).then().body("entries", hasSize(2));
    }

    @Test
    void secretOfAKey_isNotInTheLog() {
        String project = id(post("/v1/teams/" + team + "/projects", "{\"name\": \"project\"}"));
        String secret = post("/v1/projects/" + project + "/keys", "{\"name\": \"key\"}")
                .statusCode(201)
                .extract()
                .path("secret");
        admin().get("/v1/audit?node=" + organisation).then().body(not(containsString(secret)));
    }

    @Test
    void tagsThatDoNotFit_areNamed() {
        StringBuilder many = new StringBuilder("\"t\": \"\"");
        for (int i = 0; i < 50; i++) {
            many.append(", \"t").append(i).append("\": \"\"");
        }
        for (String tags : new String[] {
            "\"a b\": \"1\"",
            "\"\": \"1\"",
            "\"" + "k".repeat(65) + "\": \"1\"",
            "\"k\": \"" + "v".repeat(257) + "\"",
            "\"k\": \"a\\u0000b\"",
            "\"k\": null",
            many.toString()
        }) {
            tags(team, tags).statusCode(400).body("field", equalTo("tags"));
        }
        admin().body("{}")
                .put("/v1/nodes/" + team + "/tags")
                .then()
                .statusCode(400)
                .body("field", equalTo("tags"));
        tags("nobody", "\"a\": \"1\"").statusCode(404);
    }

    private static ValidatableResponse tags(String node, String tags) {
        return admin().body("{\"tags\": {" + tags + "}}")
                .put("/v1/nodes/" + node + "/tags")
                .then();
    }

    private static ValidatableResponse post(String path, String body) {
        return admin().body(body).post(path).then();
    }

    private static String id(ValidatableResponse made) {
        return made.statusCode(201).extract().path("id");
    }
}
