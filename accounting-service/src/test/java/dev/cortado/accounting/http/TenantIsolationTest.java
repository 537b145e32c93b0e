package dev.cortado.accounting.http;

import static dev.cortado.accounting.http.Callers.as;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.cortado.accounting.store.TestPlatform;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Roles hold in one organisation each, and what belongs to another tenant looks like what does not exist.
@QuarkusTest
@QuarkusTestResource(TestPlatform.class)
class TenantIsolationTest {

    private static final String LIMIT = "{\"unit\": \"requests\", \"window\": \"day\", \"cap\": 7}";

    /// An organisation with everything that can belong to one.
    private record Tenant(String name, String organisation, String team, String project, String key, String limit) {}

    /// A call with a tenant's ids, and the id it names.
    private record Call(String method, String path, String body, String id) {}

    private Tenant ours;
    private Tenant theirs;

    @BeforeEach
    void twoTenants() {
        ours = tenant();
        theirs = tenant();
    }

    @Test
    void adminOfOneOrganisation_memberOfAnother_readsNothingOfTheOther() {
        for (Call call : reads(theirs)) {
            assertMissing(call, call(adminOfOursMemberOfTheirs(), call));
        }
        for (Call call : reads(ours)) {
            assertEquals(200, call(adminOfOursMemberOfTheirs(), call).statusCode(), call.path());
        }
    }

    @Test
    void adminOfOneOrganisation_memberOfAnother_writesNothingInTheOther() {
        for (Call call : writes(theirs)) {
            assertMissing(call, call(adminOfOursMemberOfTheirs(), call));
        }
        for (Call call : writes(ours)) {
            Response answer = call(adminOfOursMemberOfTheirs(), call);
            assertEquals(2, answer.statusCode() / 100, call.path() + " " + answer.asString());
        }
    }

    @Test
    void adminOfOneOrganisation_memberOfAnother_listsOnlyTheOne() {
        as(adminOfOursMemberOfTheirs())
                .get("/v1/organisations")
                .then()
                .statusCode(200)
                .body("id", contains(ours.organisation()));
        as(Tokens.person().group("/" + ours.name() + "/role:viewer").group("/" + theirs.name() + "/role:viewer"))
                .get("/v1/organisations")
                .then()
                .statusCode(200)
                .body("id", hasItems(ours.organisation(), theirs.organisation()));
    }

    @Test
    void adminHere_viewerThere_seesThereButChangesOnlyHere() {
        Tokens token = Tokens.person()
                .group("/" + ours.name() + "/role:organisation-admin")
                .group("/" + theirs.name() + "/role:viewer");
        for (Call call : reads(theirs)) {
            assertEquals(200, call(token, call).statusCode(), call.path());
        }
        for (Call call : writes(theirs)) {
            assertEquals(403, call(token, call).statusCode(), call.path());
        }
    }

    @Test
    void roleOfTheRealm_holdsInNoOrganisation() {
        for (String role : List.of("organisation-admin", "viewer")) {
            Tokens token = Tokens.of(role).group("/" + ours.name()).group("/" + ours.name() + "/team");
            for (Call call : reads(ours)) {
                assertEquals(403, call(token, call).statusCode(), call.path());
            }
            as(token).get("/v1/organisations").then().statusCode(403);
        }
    }

    @Test
    void organisationAdmin_cannotWidenTheirOwnRole() {
        Tokens admin = Tokens.person().group("/" + ours.name() + "/role:organisation-admin");
        as(admin).body("{\"name\": \"x\"}").post("/v1/organisations").then().statusCode(403);
        as(admin)
                .post("/v1/organisations/" + ours.organisation() + "/suspend")
                .then()
                .statusCode(403);
        as(admin)
                .body(LIMIT)
                .post("/v1/nodes/" + ours.organisation() + "/limits")
                .then()
                .statusCode(403);
        as(admin)
                .body("{\"name\": \"role:organisation-admin\"}")
                .post("/v1/organisations/" + ours.organisation() + "/teams")
                .then()
                .statusCode(400)
                .body("field", equalTo("name"));
        as(admin)
                .body("{\"version\": \"x\", \"prices\": []}")
                .post("/v1/prices")
                .then()
                .statusCode(403);
        as(admin).get("/v1/ledger/verify").then().statusCode(403);
    }

    @Test
    void keyThatAsksForAWiderRole_isNotEvenLetIn() {
        String secret = as(Tokens.of("platform-admin"))
                .body("{\"name\": \"wide\"}")
                .post("/v1/projects/" + ours.project() + "/keys")
                .then()
                .statusCode(201)
                .extract()
                .path("secret");
        for (Call call : writes(ours)) {
            int status = given().header("Authorization", "Bearer " + secret)
                    .contentType("application/json")
                    .body(call.body())
                    .request(call.method(), call.path())
                    .statusCode();
            assertEquals(401, status, call.path());
        }
        as(Tokens.of("platform-admin"))
                .body("{\"name\": \"wide\", \"role\": \"platform-admin\"}")
                .post("/v1/projects/" + ours.project() + "/keys")
                .then()
                .statusCode(400)
                .body("field", equalTo("role"));
    }

    @Test
    void listOfKeys_showsNoSecretNorItsHash() {
        as(adminOfOursMemberOfTheirs())
                .get("/v1/projects/" + ours.project() + "/keys")
                .then()
                .statusCode(200)
                .body(not(containsString("secret")))
                .body(not(containsString("sha")));
    }

    private static List<Call> reads(Tenant tenant) {
        return List.of(
                new Call("GET", "/v1/organisations/" + tenant.organisation() + "/teams", "", tenant.organisation()),
                new Call("GET", "/v1/teams/" + tenant.team() + "/projects", "", tenant.team()),
                new Call("GET", "/v1/projects/" + tenant.project() + "/keys", "", tenant.project()),
                new Call("GET", "/v1/nodes/" + tenant.organisation() + "/limits", "", tenant.organisation()),
                new Call("GET", "/v1/nodes/" + tenant.key() + "/limits", "", tenant.key()),
                new Call("GET", "/v1/limits/" + tenant.limit(), "", tenant.limit()),
                new Call("GET", "/v1/nodes/" + tenant.project() + "/tags", "", tenant.project()),
                new Call("GET", "/v1/nodes/" + tenant.project() + "/routing-rule", "", tenant.project()),
                new Call("GET", "/v1/nodes/" + tenant.project() + "/counters", "", tenant.project()),
                new Call("GET", "/v1/nodes/" + tenant.team() + "/spend", "", tenant.team()),
                new Call("GET", "/v1/spend?node=" + tenant.project(), "", tenant.project()),
                new Call("GET", "/v1/spend?format=csv&node=" + tenant.key(), "", tenant.key()),
                new Call("GET", "/v1/spend/focus?node=" + tenant.organisation(), "", tenant.organisation()),
                new Call("GET", "/v1/limits/" + tenant.limit() + "/forecast", "", tenant.limit()));
    }

    private static List<Call> writes(Tenant tenant) {
        String name = "{\"name\": \"n-" + UUID.randomUUID() + "\"}";
        return List.of(
                new Call("POST", "/v1/organisations/" + tenant.organisation() + "/teams", name, tenant.organisation()),
                new Call("POST", "/v1/teams/" + tenant.team() + "/projects", name, tenant.team()),
                new Call("POST", "/v1/projects/" + tenant.project() + "/keys", name, tenant.project()),
                new Call("POST", "/v1/nodes/" + tenant.key() + "/limits", LIMIT, tenant.key()),
                new Call("PUT", "/v1/limits/" + tenant.limit(), "{\"cap\": 9}", tenant.limit()),
                new Call("DELETE", "/v1/limits/" + tenant.limit(), "", tenant.limit()),
                new Call("PUT", "/v1/nodes/" + tenant.team() + "/tags", "{\"tags\": {}}", tenant.team()),
                new Call("PUT", "/v1/nodes/" + tenant.key() + "/routing-rule", "{}", tenant.key()),
                new Call("DELETE", "/v1/nodes/" + tenant.key() + "/routing-rule", "", tenant.key()),
                new Call("POST", "/v1/teams/" + tenant.team() + "/suspend", "", tenant.team()),
                new Call("POST", "/v1/teams/" + tenant.team() + "/resume", "", tenant.team()),
                new Call("POST", "/v1/projects/" + tenant.project() + "/suspend", "", tenant.project()),
                new Call("POST", "/v1/projects/" + tenant.project() + "/resume", "", tenant.project()),
                new Call("POST", "/v1/keys/" + tenant.key() + "/suspend", "", tenant.key()),
                new Call("POST", "/v1/keys/" + tenant.key() + "/resume", "", tenant.key()),
                new Call("POST", "/v1/keys/" + tenant.key() + "/revoke", "{}", tenant.key()));
    }

    /// 404 that names what was asked for and nothing else of the tenant.
    private void assertMissing(Call call, Response answer) {
        String text = answer.asString();
        assertEquals(404, answer.statusCode(), call.path() + " " + text);
        for (String secret :
                List.of(theirs.name(), theirs.organisation(), theirs.team(), theirs.project(), theirs.key())) {
            assertFalse(!secret.equals(call.id()) && text.contains(secret), call.path() + " tells " + text);
        }
        Call unknown =
                new Call(call.method(), call.path().replace(call.id(), "9".repeat(18)), call.body(), "9".repeat(18));
        Response absent = call(adminOfOursMemberOfTheirs(), unknown);
        assertEquals(absent.asString().replace("9".repeat(18), call.id()), text, "it is told apart from what is not");
    }

    private Tokens adminOfOursMemberOfTheirs() {
        return Tokens.person()
                .group("/" + ours.name() + "/role:organisation-admin")
                .group("/" + theirs.name())
                .group("/" + theirs.name() + "/team");
    }

    private static Tenant tenant() {
        String name = "o-" + UUID.randomUUID();
        String organisation = make("/v1/organisations", "{\"name\": \"" + name + "\"}", "id");
        String team = make("/v1/organisations/" + organisation + "/teams", "{\"name\": \"team\"}", "id");
        String project = make("/v1/teams/" + team + "/projects", "{\"name\": \"project\"}", "id");
        String key = make("/v1/projects/" + project + "/keys", "{\"name\": \"key\"}", "key.id");
        String limit = make("/v1/nodes/" + team + "/limits", LIMIT, "id");
        return new Tenant(name, organisation, team, project, key, limit);
    }

    private static String make(String path, String body, String field) {
        return as(Tokens.of("platform-admin"))
                .body(body)
                .post(path)
                .then()
                .statusCode(201)
                .extract()
                .path(field)
                .toString();
    }

    private static Response call(Tokens token, Call call) {
        RequestSpecification request = as(token);
        return (call.body().isEmpty() ? request : request.body(call.body())).request(call.method(), call.path());
    }
}
