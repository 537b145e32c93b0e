package dev.cortado.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cortado.gateway.fake.Client;
import dev.cortado.gateway.fake.FakePlatform;
import dev.cortado.gateway.fake.FakePlatformResource;
import dev.cortado.gateway.fake.TestKeys;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.jwt.build.JwtClaimsBuilder;
import java.io.IOException;
import java.net.URI;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/// JWTs signed by a key set that the test serves.
@QuarkusTest
@QuarkusTestResource(FakePlatformResource.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PersonTest {

    FakePlatform platform;

    @TestHTTPResource("/")
    URI base;

    @BeforeEach
    void reset() {
        platform.reset();
        platform.accounting.personsAsked.clear();
    }

    private String get(String token, String... headers) throws IOException {
        String[] all = java.util.Arrays.copyOf(headers, headers.length + 1);
        all[headers.length] = "Authorization: Bearer " + token;
        try (Client client = new Client(base.getPort())) {
            return client.send("GET", "/v1/models", "", all).readAll();
        }
    }

    private String signed(JwtClaimsBuilder claims) {
        return platform.issuer.signed(claims);
    }

    private static void assertStatus(int status, String answer) {
        assertTrue(answer.startsWith("HTTP/1.1 " + status + " "), answer);
    }

    /// The provider was down when the gateway started, too.
    @Test
    @Order(1)
    void providerDown_keysGoOn_jwtsGet503_untilItIsBack() throws Exception {
        platform.issuer.down = true;
        String token = signed(platform.issuer.claims("early"));
        String answer = get(token);
        assertStatus(503, answer);
        assertTrue(answer.contains("retry-after: "), answer);
        assertStatus(200, get(TestKeys.key(FakePlatform.PUBLIC_ID)));
        platform.issuer.down = false;
        assertStatus(200, get(token));
    }

    @Test
    @Order(2)
    void goodToken_isResolvedWithItsClaims_onceForAsLongAsItIsCached() throws Exception {
        platform.issuer.down = false;
        String token = signed(platform.issuer.claims("anna"));
        assertStatus(200, get(token));
        assertStatus(200, get(token));
        var asked = platform.accounting.personsAsked.take();
        assertEquals(0, platform.accounting.personsAsked.size());
        assertEquals("anna", asked.getSubject());
        assertEquals(platform.issuer.url(), asked.getIssuer());
        assertEquals(List.of("demo"), asked.getOrganisationsList());
        assertEquals(List.of("/demo/research"), asked.getGroupsList());
        assertEquals(List.of("viewer"), asked.getRolesList());
    }

    @Test
    @Order(3)
    void organisationsAsAnObject_areItsNames() throws Exception {
        String token = signed(platform.issuer.claims("berta").claim("organization", Map.of("demo", Map.of("id", "1"))));
        assertStatus(200, get(token));
        assertEquals(List.of("demo"), platform.accounting.personsAsked.take().getOrganisationsList());
    }

    @Test
    @Order(4)
    void severalProjects_needAChoice_whichIsPassedOnAndCachedApart() throws Exception {
        String token = signed(platform.issuer.claims("carla").groups(Set.of("/demo/a", "/demo/b")));
        String answer = get(token);
        assertStatus(403, answer);
        assertTrue(answer.contains("OpenAI-Project"), answer);
        assertTrue(answer.contains("project-a, project-b"), answer);
        assertStatus(200, get(token, "OpenAI-Project: project-a", "OpenAI-Organization: demo"));
        assertStatus(403, get(token, "OpenAI-Project: strange"));
        assertStatus(403, get(token));
    }

    @Test
    @Order(5)
    void tokenCache_isNotKeyedOnTheFirstCharactersOfAJwt() throws Exception {
        String anna = signed(platform.issuer.claims("anna-2"));
        String berta = signed(platform.issuer.claims("berta-2"));
        assertEquals(anna.substring(0, 40), berta.substring(0, 40));
        get(anna);
        get(berta);
        assertEquals("anna-2", platform.accounting.personsAsked.take().getSubject());
        assertEquals("berta-2", platform.accounting.personsAsked.take().getSubject());
        String[] parts = anna.split("\\.", -1);
        assertStatus(401, get(parts[0] + "." + parts[1] + "." + berta.split("\\.", -1)[2]));
    }

    @Test
    @Order(6)
    void badTokens_are401() throws Exception {
        var issuer = platform.issuer;
        assertStatus(401, get(signed(issuer.claims("d").audience("account"))));
        assertStatus(401, get(signed(issuer.claims("d").audience(Set.of()).claim("azp", "cortado"))));
        assertStatus(401, get(signed(issuer.claims("d").issuer("http://evil.example/realms/cortado"))));
        assertStatus(401, get(signed(issuer.claims("d").expiresAt(1_000_000))));
        assertStatus(401, get(signed(issuer.claims("d").claim("typ", "ID"))));
        assertStatus(401, get(issuer.signedByStranger(issuer.claims("d"))));
        assertStatus(401, get("e30.e30.e30"));
        String[] parts = signed(issuer.claims("d")).split("\\.", -1);
        assertStatus(401, get(base64("{\"alg\":\"none\",\"kid\":\"known\"}") + "." + parts[1] + "." + parts[2]));
        assertStatus(401, get(base64("{\"alg\":\"HS256\",\"kid\":\"known\"}") + "." + parts[1] + "." + parts[2]));
        assertStatus(
                401,
                get(base64("{\"alg\":\"RS256\",\"kid\":\"x\",\"jku\":\"http://127.0.0.1:1/keys\"}") + "." + parts[1]
                        + "." + parts[2]));
        assertEquals(0, platform.accounting.personsAsked.size());
    }

    private static String base64(String json) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(json.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
}
