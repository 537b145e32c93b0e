package dev.cortado.accounting.http;

import static dev.cortado.accounting.http.Callers.admin;
import static dev.cortado.accounting.http.Callers.as;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cortado.accounting.path.PathAnswer;
import dev.cortado.accounting.path.TenantPath;
import dev.cortado.accounting.routing.RoutingRule;
import dev.cortado.accounting.routing.Trial;
import dev.cortado.accounting.store.PathStore;
import dev.cortado.accounting.store.TestPlatform;
import dev.cortado.contracts.unit.NanoUsd;
import dev.cortado.contracts.unit.OrganisationId;
import dev.cortado.contracts.unit.ProjectId;
import dev.cortado.contracts.unit.TeamId;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Routing rules as an administrator sets them, and as routers are told them with a path.
@QuarkusTest
@QuarkusTestResource(TestPlatform.class)
class RoutingRuleAdministrationTest {

    private static final String WHOLE = """
            {"variants": ["small", "medium-1"], "residency": "eu", "usdPerUtility": "0.002",
             "policy": "best-within-cost", "utilityMin": 0.7, "explorationShare": 0.05, "paysForHedges": true}""";

    @Inject
    PathStore paths;

    private String name;
    private String organisation;
    private String team;
    private String project;

    @BeforeEach
    void tenant() {
        name = "r-" + UUID.randomUUID();
        organisation = make("/v1/organisations", name);
        team = make("/v1/organisations/" + organisation + "/teams", "team");
        project = make("/v1/teams/" + team + "/projects", "project");
    }

    @Test
    void rule_isKept_shown_andTakenAwayAgain() {
        put(admin(), team, WHOLE)
                .statusCode(200)
                .body("node", equalTo(team))
                .body("variants", contains("medium-1", "small"))
                .body("residency", equalTo("eu"))
                .body("usdPerUtility", equalTo("0.002"))
                .body("explorationShare", equalTo(.05f))
                .body("policy", equalTo("best-within-cost"))
                .body("utilityMin", equalTo(.7f))
                .body("paysForHedges", equalTo(true));
        get(admin(), team).statusCode(200).body("usdPerUtility", equalTo("0.002"));
        get(admin(), project).body("usdPerUtility", nullValue());

        put(admin(), team, "{\"residency\": \"de\"}").body("variants", nullValue());
        get(admin(), team).body("residency", equalTo("de")).body("paysForHedges", nullValue());

        admin().delete(at(team)).then().statusCode(200).body("residency", nullValue());
        get(admin(), team).body("residency", nullValue());
    }

    @Test
    void routers_areToldTheRulesOfAPath_fromTheRoot_andThatItChanged() {
        long before = path().version();
        assertEquals(List.of(), path().rules());

        put(
                admin(),
                project,
                "{\"usdPerUtility\": \"0.002\", \"policy\": \"knee\", \"utilityMin\": 0.7, \"trial\": "
                        + "{\"name\": \"unseen\", \"policy\": \"best-within-cost\", \"utilityMin\": 0.5, \"shadow\": true},"
                        + " \"engagement\": {\"opened\": 0.2, \"replied\": 1}}");
        put(admin(), organisation, "{\"variants\": [\"small\"], \"paysForHedges\": false}");

        assertEquals(
                List.of(
                        new RoutingRule(
                                Set.of("small"),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.of(false),
                                RoutingRule.Preference.NONE,
                                Optional.empty(),
                                RoutingRule.Engagement.NONE),
                        new RoutingRule(
                                Set.of(),
                                Optional.empty(),
                                Optional.of(NanoUsd.of(2_000_000)),
                                Optional.empty(),
                                Optional.empty(),
                                new RoutingRule.Preference(Optional.of("knee"), Optional.of(.7)),
                                Optional.of(new Trial(
                                        "unseen", "best-within-cost", Optional.empty(), Optional.of(.5), 1, true)),
                                new RoutingRule.Engagement(Optional.of(.2), Optional.empty(), Optional.of(1.0)))),
                path().rules());
        assertTrue(path().version() > before, "routers forget the path");

        long with = path().version();
        admin().delete(at(project));
        assertEquals(1, path().rules().size());
        assertTrue(path().version() > with, "and once more");
    }

    @Test
    void trial_isShown_andEndsWithTheRule() {
        put(
                        admin(),
                        team,
                        trial("\"name\": \"t-1\", \"policy\": \"knee\", \"usdPerUtility\": \"0.01\", \"share\": 0.2"))
                .statusCode(200)
                .body("trial.name", equalTo("t-1"))
                .body("trial.policy", equalTo("knee"))
                .body("trial.usdPerUtility", equalTo("0.01"))
                .body("trial.utilityMin", nullValue())
                .body("trial.share", equalTo(.2f))
                .body("trial.shadow", equalTo(false));
        put(admin(), team, "{\"usdPerUtility\": \"0.01\"}").body("trial", nullValue());
    }

    @Test
    void engagement_isShown_andWhatDoesNotFitIsNamed() {
        put(admin(), team, "{\"engagement\": {\"opened\": 0.2}}")
                .statusCode(200)
                .body("engagement.opened", equalTo(.2f))
                .body("engagement.clicked", nullValue());
        wrong("{\"engagement\": {\"clicked\": 1.2}}", "engagement.clicked");
        wrong("{\"engagement\": {\"replied\": -1}}", "engagement.replied");
        put(admin(), team, "{}").body("engagement", nullValue());
    }

    @Test
    void trialThatDoesNotFit_isNamed() {
        wrong(trial("\"policy\": \"knee\", \"share\": 0.2"), "trial.name");
        wrong(trial("\"name\": \"two words\", \"policy\": \"knee\", \"share\": 0.2"), "trial.name");
        wrong(trial("\"name\": \"t\", \"share\": 0.2"), "trial.policy");
        wrong(trial("\"name\": \"t\", \"policy\": \"fixed\", \"share\": 0.2"), "trial.policy");
        wrong(trial("\"name\": \"t\", \"policy\": \"knee\""), "trial.share");
        wrong(trial("\"name\": \"t\", \"policy\": \"knee\", \"share\": 1"), "trial.share");
        wrong(trial("\"name\": \"t\", \"policy\": \"knee\", \"share\": 0, \"shadow\": true"), "trial.share");
        wrong(trial("\"name\": \"t\", \"policy\": \"knee\", \"share\": 0.2, \"utilityMin\": 2"), "trial.utilityMin");
        wrong(
                trial("\"name\": \"t\", \"policy\": \"knee\", \"share\": 0.2, \"usdPerUtility\": \"0\""),
                "trial.usdPerUtility");
        get(admin(), team).body("trial", nullValue());
    }

    private static String trial(String fields) {
        return "{\"trial\": {" + fields + "}}";
    }

    @Test
    void change_isAudited_withWhatWasBefore() {
        put(admin(), team, "{\"residency\": \"eu\"}");
        put(admin(), team, "{\"residency\": \"de\"}");

        admin().get("/v1/audit?limit=1&node=" + team)
                .then()
                .body("entries[0].action", equalTo("set routing rule"))
                .body("entries[0].before.residency", equalTo("eu"))
                .body("entries[0].after.residency", equalTo("de"));
    }

    @Test
    void organisationAdmin_setsThoseBelowTheirOrganisation_notItsOwn() {
        RequestSpecification theirs = as(Tokens.person().group("/" + name + "/role:organisation-admin"));
        put(theirs, team, WHOLE).statusCode(200);

        RequestSpecification again = as(Tokens.person().group("/" + name + "/role:organisation-admin"));
        put(again, organisation, WHOLE).statusCode(403).body("detail", containsString("only a platform-admin"));
        get(as(Tokens.person().group("/" + name + "/role:viewer")), organisation)
                .statusCode(200);
        put(as(Tokens.person().group("/" + name + "/role:viewer")), team, WHOLE).statusCode(403);
    }

    @Test
    void whatDoesNotFit_isNamed_andNothingIsKept() {
        wrong("{\"variants\": [\"a b\"]}", "variants");
        wrong("{\"variants\": [null]}", "variants");
        wrong("{\"residency\": \"\"}", "residency");
        wrong("{\"usdPerUtility\": \"0\"}", "usdPerUtility");
        wrong("{\"usdPerUtility\": \"0.0000000001\"}", "usdPerUtility");
        wrong("{\"usdPerUtility\": \"much\"}", "usdPerUtility");
        wrong("{\"explorationShare\": 1.01}", "explorationShare");
        wrong("{\"explorationShare\": -0.1}", "explorationShare");
        wrong("{\"policy\": \"fixed\"}", "policy");
        wrong("{\"utilityMin\": 1.1}", "utilityMin");
        get(admin(), team).body("variants", nullValue()).body("usdPerUtility", nullValue());
        put(admin(), "nobody", WHOLE).statusCode(404);
        get(admin(), "nobody").statusCode(404);
    }

    private void wrong(String body, String field) {
        put(admin(), team, body).statusCode(400).body("field", equalTo(field));
    }

    private PathAnswer.Known path() {
        TenantPath path = new TenantPath(
                new OrganisationId(organisation), new TeamId(team), new ProjectId(project), Optional.empty(), "ada");
        return assertInstanceOf(PathAnswer.Known.class, paths.path(path).await().indefinitely());
    }

    private static String at(String node) {
        return "/v1/nodes/" + node + "/routing-rule";
    }

    private static ValidatableResponse put(RequestSpecification asked, String node, String body) {
        return asked.body(body).put(at(node)).then();
    }

    private static ValidatableResponse get(RequestSpecification asked, String node) {
        return asked.get(at(node)).then();
    }

    private static String make(String path, String name) {
        return admin().body("{\"name\": \"" + name + "\"}")
                .post(path)
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }
}
