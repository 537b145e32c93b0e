package dev.cortado.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cortado.gateway.fake.Client;
import dev.cortado.gateway.fake.FakePlatform;
import dev.cortado.gateway.fake.FakePlatformResource;
import dev.cortado.gateway.fake.FakeRouter;
import dev.cortado.gateway.fake.TestKeys;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Paths that look like an endpoint's to one reader and not to another are how authentication by path was passed by.
@QuarkusTest
@QuarkusTestResource(FakePlatformResource.class)
class PathTrapsTest {

    private static final String KEY = "Authorization: Bearer " + TestKeys.key(FakePlatform.PUBLIC_ID);
    private static final String JSON = "Content-Type: application/json";
    private static final String BODY =
            "{\"model\": \"auto\", \"messages\": [{\"role\": \"user\", \"content\": \"Hi\"}]}";
    private static final List<String> METHODS =
            List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND");
    private static final List<String> ENDPOINTS =
            List.of("/v1/chat/completions", "/v1/models", "/v1/decisions/" + FakeRouter.KNOWN_DECISION);

    FakePlatform platform;

    @TestHTTPResource("/")
    URI base;

    @BeforeEach
    void reset() {
        platform.reset();
    }

    private record Answer(int status, String head, String body) {

        String header(String name) {
            Matcher found = Pattern.compile("(?im)^" + name + ": (.*?)\r?$").matcher(head);
            return found.find() ? found.group(1) : "";
        }
    }

    private Answer send(String method, String target, String body, String... headers) throws IOException {
        try (Client client = new Client(base.getPort())) {
            String answer = client.send(method, target, body, headers).readAll();
            int end = answer.indexOf("\r\n\r\n");
            return new Answer(
                    Integer.parseInt(answer.substring(9, 12)), answer.substring(0, end), answer.substring(end + 4));
        }
    }

    static Stream<String> traps() {
        return ENDPOINTS.stream()
                .flatMap(path -> Stream.of(
                        "/" + path,
                        path.replaceFirst("/", "//").replace("v1/", "v1//"),
                        path.replace("v1/", "v1//"),
                        path + "//",
                        path + ";x=y",
                        path + ";",
                        path.replace("/v1/", "/v1;x=y/"),
                        path.replace("v1/", "v1%2f"),
                        path.replace("v1/", "v1%2F"),
                        path.replace("v1/", "v1%5c"),
                        path.replace("v1/", "v1\\"),
                        path + "%2f",
                        path + "/..;/x",
                        path + ".",
                        path + "/.",
                        path + "./",
                        path + "..",
                        path + "%00",
                        path + "%20",
                        path + "%3fx",
                        "/." + path,
                        "/x/.." + path,
                        "/%2e" + path,
                        "/x/%2e%2e" + path,
                        path.replace("/v1", "/V1"),
                        path.replace("/v1", "/%76%31")));
    }

    @ParameterizedTest
    @MethodSource("traps")
    void trap_withoutAKey_leadsNowhere_byAnyMethod(String path) throws Exception {
        for (String method : METHODS) {
            Answer answer = send(method, path, method.equals("POST") ? BODY : "", JSON);
            boolean saysOnlyWhatItTakes = method.equals("OPTIONS")
                    && answer.status() == 204
                    && answer.body().isEmpty();
            assertTrue(
                    saysOnlyWhatItTakes || List.of(400, 401, 404, 405).contains(answer.status()),
                    method + " " + answer);
        }
        assertTrue(platform.router.routed.isEmpty());
    }

    /// A decision's or model's own id may be any text: such a trap asks for one that is not there.
    @ParameterizedTest
    @MethodSource("traps")
    void trap_withAKey_isNoOtherNameForAnEndpoint(String path) throws Exception {
        for (String method : List.of("GET", "POST")) {
            Answer answer = send(method, path, method.equals("POST") ? BODY : "", KEY, JSON);
            assertTrue(List.of(400, 404, 405).contains(answer.status()), method + " " + answer);
        }
        assertTrue(platform.router.routed.isEmpty());
    }

    @Test
    void endpoint_withoutAKey_is401_orSaysOnlyWhatItTakes() throws Exception {
        for (String path : ENDPOINTS) {
            for (String method : METHODS) {
                Answer answer = send(method, path, "", JSON);
                switch (answer.status()) {
                    case 401 -> assertEquals("Bearer realm=\"cortado\"", answer.header("www-authenticate"));
                    case 405 -> assertTrue(answer.header("allow").contains("OPTIONS"), answer.head());
                    case 204 -> assertEquals("OPTIONS", method);
                    default -> throw new AssertionError(method + " " + path + " " + answer);
                }
            }
        }
        assertTrue(platform.router.routed.isEmpty());
    }

    @Test
    void head_isTheGetWithoutItsBody_whateverTheStatus() throws Exception {
        for (String path : List.of("/v1/models", "/v1/models/none", ENDPOINTS.get(2), "/nothing")) {
            for (String header : List.of(KEY, "X-None: 1")) {
                Answer get = send("GET", path, "", header);
                Answer head = send("HEAD", path, "", header);
                assertEquals(get.status(), head.status(), path);
                assertEquals("", head.body(), path);
                assertEquals(Integer.toString(get.body().length()), head.header("content-length"), path);
                assertEquals(get.header("content-type"), head.header("content-type"), path);
            }
        }
        Answer chat = send("HEAD", "/v1/chat/completions", "", KEY);
        assertEquals(405, chat.status());
        assertEquals("", chat.body());
    }

    @Test
    void options_saysWhatAnEndpointTakes_andIsNothingElsewhere() throws Exception {
        Answer chat = send("OPTIONS", "/v1/chat/completions", "");
        assertEquals(204, chat.status());
        assertEquals("POST, OPTIONS", chat.header("allow"));
        assertEquals("", chat.body());
        assertEquals("GET, HEAD, OPTIONS", send("OPTIONS", "/v1/models", "").header("allow"));
        assertEquals(404, send("OPTIONS", "/v1/nothing", "").status());
        assertEquals(400, send("OPTIONS", "*", "").status());
    }

    @Test
    void wrongPathOrMethod_haveOpenAisShape() throws Exception {
        Answer nothing = send("GET", "/v1/nothing", "", KEY);
        assertEquals(404, nothing.status());
        assertTrue(
                nothing.body()
                        .matches("\\{\"error\":\\{\"message\":\"[^\"]+\",\"type\":\"invalid_request_error\","
                                + "\"param\":null,\"code\":\"unknown_url\"}}"),
                nothing.body());
        Answer method = send("PUT", "/v1/chat/completions", "", KEY);
        assertEquals(405, method.status());
        assertEquals("POST, OPTIONS", method.header("allow"));
        assertTrue(method.body().contains("\"code\":\"method_not_supported\""), method.body());
    }
}
