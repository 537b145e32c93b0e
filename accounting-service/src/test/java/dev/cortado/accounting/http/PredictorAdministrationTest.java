package dev.cortado.accounting.http;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.cortado.accounting.store.TestPlatform;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Predictors as the platform's administrator meets them; the routers are a book in memory.
@QuarkusTest
@QuarkusTestResource(TestPlatform.class)
class PredictorAdministrationTest {

    private static final String PREDICTORS = "/v1/predictors";
    private static final String IN_FORCE = PREDICTORS + "/in-force";

    @Test
    void anEarlierVersion_isPutIntoForce_heldThere_andReleased_andThatIsAudited() {
        admin().body("{\"number\": 1}")
                .put(IN_FORCE)
                .then()
                .statusCode(200)
                .body("inForce", equalTo(1))
                .body("held", equalTo(true));
        admin().get(PREDICTORS)
                .then()
                .statusCode(200)
                .body("inForce", equalTo(1))
                .body("predictors.number", equalTo(List.of(2, 1)))
                .body("predictors[0].parent", equalTo(1))
                .body("predictors[0].variants", equalTo(List.of("small-1")));
        admin().delete(IN_FORCE)
                .then()
                .statusCode(200)
                .body("inForce", equalTo(2))
                .body("held", equalTo(false));
        admin().get("/v1/audit?limit=1000")
                .then()
                .statusCode(200)
                .body(containsString("hold predictor"))
                .body(containsString("release predictor"));
    }

    @Test
    void whatIsWrong_isTold() {
        admin().body("{\"number\": 7}").put(IN_FORCE).then().statusCode(404).body(containsString("7"));
        admin().body("{}").put(IN_FORCE).then().statusCode(400).body("field", equalTo("number"));
        admin().body("{\"version\": 1}").put(IN_FORCE).then().statusCode(400);
    }

    @Test
    void others_haveNoRight() {
        RequestSpecification other = as(Tokens.person().group("/demo/role:organisation-admin"));
        other.get(PREDICTORS).then().statusCode(403);
        other.body("{\"number\": 1}").put(IN_FORCE).then().statusCode(403);
        other.delete(IN_FORCE).then().statusCode(403);
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
