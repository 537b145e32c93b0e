package dev.cortado.accounting.http;

import static io.restassured.RestAssured.given;

import io.restassured.specification.RequestSpecification;

/// Those who ask for administration in tests: in JSON, each write under an idempotency key of its own, each answer held
/// against the API's description.
final class Callers {

    private Callers() {}

    static RequestSpecification admin() {
        return as(Tokens.of("platform-admin"));
    }

    static RequestSpecification as(Tokens token) {
        return given().filter(IdempotencyKeys.FILTER)
                .filter(DescribedAnswers.FILTER)
                .header("Authorization", "Bearer " + token.sign())
                .contentType("application/json");
    }
}
