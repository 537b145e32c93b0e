package dev.cortado.accounting.http;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import dev.cortado.accounting.store.TestPlatform;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Labels as the platform's administrator meets them; the routers are a book in memory.
@QuarkusTest
@QuarkusTestResource(TestPlatform.class)
class LabelAdministrationTest {

    private static final String SETS = "/v1/label-sets";
    private static final String CSV = "text/csv";
    private static final String JSON_LINES = "application/jsonl";
    private static final String TWO = """
            prompt,class,score:small-1,score:large-1
            "Which word, of ""two
            lines""?",facts,0.5,1
            What is my secret?,,,0.25
            """;

    @AfterEach
    void empty() {
        List<Integer> numbers = admin().get(SETS).path("sets.number");
        numbers.forEach(number -> admin().delete(SETS + "/" + number).then().statusCode(200));
    }

    @Test
    void aFile_isKept_listed_andDeleted_andTheAuditHasNoPrompt() {
        int number = add(CSV, TWO)
                .statusCode(201)
                .body("isNew", equalTo(true))
                .body("set.name", equalTo("mine.csv"))
                .body("set.variants", contains("large-1", "small-1"))
                .body("set.prompts", equalTo(2))
                .body("set.labels", equalTo(3))
                .extract()
                .path("set.number");
        admin().get(SETS).then().statusCode(200).body("sets.number", contains(number));
        admin().delete(SETS + "/" + number).then().statusCode(200).body("number", equalTo(number));
        admin().delete(SETS + "/" + number).then().statusCode(404);
        admin().get("/v1/audit?limit=1000")
                .then()
                .statusCode(200)
                .body(containsString("import labels"))
                .body(containsString("delete labels"))
                .body(not(containsString("my secret")));
    }

    @Test
    void theSame_inAnotherForm_isKeptOnce() {
        add(CSV, TWO).statusCode(201).body("isNew", equalTo(true));
        add(JSON_LINES, """
                {"prompt": "Which word, of \\"two\\nlines\\"?", "class": "facts", "score:small-1": 0.5, "score:large-1": 1}

                {"prompt": "What is my secret?", "variant": "large-1", "score": 0.25}
                """).statusCode(201).body("isNew", equalTo(false));
    }

    @Test
    void aKeyOfAnotherFile_isRefused_andNothingIsKept() {
        String key = UUID.randomUUID().toString();
        int number = addUnder(key, "prompt,variant,score\nOne?,small-1,1\n")
                .statusCode(201)
                .extract()
                .path("set.number");
        addUnder(key, "prompt,variant,score\nTwo?,small-1,1\n")
                .statusCode(409)
                .body("field", equalTo("Idempotency-Key"));
        addUnder(key, "prompt,variant,score\nTwo?,tiny-1,much\n").statusCode(409);
        admin().get(SETS).then().body("sets.number", contains(number));
        admin().delete(SETS + "/" + number).then().statusCode(200);
        addUnder(key, "prompt,variant,score\nOne?,small-1,1\n")
                .statusCode(201)
                .header("Idempotent-Replayed", equalTo("true"))
                .body("set.number", equalTo(number));
        admin().get(SETS).then().body("sets.size()", equalTo(0));
    }

    @Test
    void whatIsNotKept_leavesTheKey() {
        String key = UUID.randomUUID().toString();
        addUnder(key, "prompt,variant,score\nOne?,small-1,much\n").statusCode(400);
        addUnder(key, "prompt,variant,score\nOne?,tiny-1,1\n").statusCode(400);
        addUnder(key, "prompt,variant,score\nOne?,small-1,1\n").statusCode(201).body("isNew", equalTo(true));
    }

    @Test
    void everyLineThatDoesNotFit_isListed_andNothingIsKept() {
        add(CSV, """
                prompt,variant,score,completion_tokens,class
                One?,small-1,0.5,12,facts
                One?,small-1,0.5,12,facts
                One?,large-1,0.5,12,other
                ,small-1,0.5,12,facts
                Two?,small-1,1.5,12,facts
                Two?,small-1,0.5,many,facts
                Two?,small-1
                Two?,,0.5,,facts
                Two?,small-1,,,
                """)
                .statusCode(400)
                .body("type", equalTo("urn:cortado:problem:invalid_lines"))
                .body("lines.line", contains(3, 4, 5, 6, 7, 8, 9, 10))
                .body("lines[0].detail", containsString("line 2"))
                .body("lines[1].field", equalTo("class"))
                .body("lines[3].detail", containsString("1.5"));
        add(JSON_LINES, """
                {"prompt": "One?", "variant": "small-1", "score": 0.5}
                {"prompt": "Two?", "variant": "small-1"}
                nothing
                [1]
                {"prompt": "Two?", "score:small-1": {"a": 1}}
                {"prompt": "Two?", "score:small-1": 1, "colour": "red"}
                """).statusCode(400).body("lines.line", contains(2, 3, 4, 5, 6));
        admin().get(SETS).then().body("sets.size()", equalTo(0));
    }

    @Test
    void wrongColumns_emptyFiles_andUnknownVariants_areToldAsSuch() {
        add(CSV, "prompt,quality\nOne?,1\n")
                .statusCode(400)
                .body("field", equalTo("line 1"))
                .body("detail", containsString("quality"));
        add(CSV, "prompt,variant,score\n").statusCode(400).body("field", equalTo("body"));
        add(JSON_LINES, "").statusCode(400).body("field", equalTo("body"));
        add(CSV, "prompt,variant,score\nOne?,small-1,1\nTwo?,tiny-1,1\n")
                .statusCode(400)
                .body("lines.line", contains(3))
                .body("lines[0].detail", containsString("tiny-1"));
        admin().contentType(CSV).body(TWO).post(SETS).then().statusCode(400).body("field", equalTo("name"));
        admin().contentType("application/json").body("{}").post(SETS).then().statusCode(415);
    }

    @Test
    void moreThanIsKept_isRefused_withWhatIsLeft() {
        add(CSV, "prompt,variant,score\nOne?,small-1,1\n").statusCode(201);
        add(CSV, "prompt,variant,score\nTwo?,small-1,1\n").statusCode(201);
        add(CSV, "prompt,variant,score\nThree?,small-1,1\n").statusCode(409).body("detail", containsString("0 sets"));
    }

    @Test
    void others_haveNoRight() {
        RequestSpecification other = as(Tokens.person().group("/demo/role:organisation-admin"));
        other.get(SETS).then().statusCode(403);
        other.contentType(CSV).body(TWO).post(SETS + "?name=a").then().statusCode(403);
        other.delete(SETS + "/1").then().statusCode(403);
    }

    private static ValidatableResponse add(String type, String body) {
        return admin().contentType(type)
                .body(body.getBytes(StandardCharsets.UTF_8))
                .post(SETS + "?name=mine.csv")
                .then();
    }

    private static ValidatableResponse addUnder(String key, String body) {
        return admin().header("Idempotency-Key", key)
                .contentType(CSV)
                .body(body)
                .post(SETS + "?name=mine.csv")
                .then();
    }

    private static RequestSpecification admin() {
        return as(Tokens.of("platform-admin"));
    }

    private static RequestSpecification as(Tokens token) {
        return given().filter(IdempotencyKeys.FILTER).header("Authorization", "Bearer " + token.sign());
    }
}
