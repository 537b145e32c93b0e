package dev.cortado.gateway.http;

import dev.cortado.gateway.fake.FakeRouter;
import java.util.Arrays;
import java.util.List;

/// One path for each endpoint there is. An endpoint that is added and has no sample here fails the tests that go
/// through
/// all of them.
public final class EndpointSamples {

    private static final List<String> PATHS = List.of(
            "/v1/chat/completions",
            "/v1/route/explain",
            "/v1/report",
            "/v1/policies/estimate",
            "/v1/policies/trial",
            "/v1/models",
            "/v1/models/auto",
            "/v1/feedback",
            "/v1/decisions/" + FakeRouter.KNOWN_DECISION);

    /// @param takesPost whether something is made there, rather than looked up
    /// @param answersPrompts whether what is made is an answer, or the choice of who would give it
    public record Sample(String path, boolean takesPost, boolean answersPrompts) {}

    private EndpointSamples() {}

    public static List<Sample> all() {
        for (Class<?> kind : Endpoint.class.getPermittedSubclasses()) {
            boolean sampled = kind == Endpoint.Nothing.class
                    || PATHS.stream().anyMatch(path -> kind.isInstance(Endpoint.at(path)));
            if (!sampled) {
                throw new AssertionError("there is no sample of " + kind.getSimpleName());
            }
        }
        return PATHS.stream()
                .map(path -> new Sample(
                        path,
                        Arrays.asList(Endpoint.at(path).allow().split(", ")).contains("POST"),
                        !(Endpoint.at(path) instanceof Endpoint.Ratings)))
                .toList();
    }
}
