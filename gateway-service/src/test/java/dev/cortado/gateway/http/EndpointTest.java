package dev.cortado.gateway.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointTest {

    @Test
    void known_areFound() {
        assertInstanceOf(Endpoint.ChatCompletions.class, Endpoint.at("/v1/chat/completions"));
        assertInstanceOf(Endpoint.ExplainRoute.class, Endpoint.at("/v1/route/explain"));
        assertInstanceOf(Endpoint.Models.class, Endpoint.at("/v1/models"));
        assertEquals(new Endpoint.OneModel("a/b+c"), Endpoint.at("/v1/models/a%2Fb+c"));
        assertInstanceOf(Endpoint.Ratings.class, Endpoint.at("/v1/feedback"));
        assertEquals(new Endpoint.OneDecision("x"), Endpoint.at("/v1/decisions/x"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "*",
                "//v1/models",
                "/v1/models/",
                "/v1/models;x=y",
                "/v1/models%2f",
                "/v1/models.",
                "/v1/MODELS",
                "/v1/models/%",
                "/v1/chat/completions/",
                "/v1/./models",
                "/v1/route",
                "/v1/route/explain/",
                "/v1/feedback/",
                "/v1/decisions",
                "/v1/decisions/"
            })
    void almostKnown_areNothing(String path) {
        assertInstanceOf(Endpoint.Nothing.class, Endpoint.at(path));
    }
}
