package dev.cortado.local.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Organisations and their people in a real Keycloak, as an administrator and a member meet them.
class TenancyIT {

    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final Duration KEYCLOAK_BACK_WITHIN = Duration.ofMinutes(2);
    private static final String PASSWORD = "correct horse battery";
    private static final String CHAT = """
            {"model":"small","max_tokens":2,"messages":[{"role":"user","content":"Say yes."}]}""";

    private static StackUnderTest stack;
    private static KeycloakAdministrator keycloak;

    private final String email = "it-" + UUID.randomUUID() + "@example.org";

    @BeforeAll
    static void startStack() throws IOException, InterruptedException {
        stack = StackUnderTest.shared();
        keycloak = new KeycloakAdministrator(stack);
    }

    @Test
    void member_mayWhatTheirRoleAllowsInTheirOrganisationAndNothingElse() throws InterruptedException {
        Tenants.Tenant tenant = tenant();
        String other = new Tenants(stack).create("other", "1").organisation();
        invite(tenant, "viewer");
        keycloak.complete(email, PASSWORD);
        String token = accessToken(stack.signIn(email, PASSWORD));

        JsonNode seen = StackUnderTest.json(stack.adminAs(token, "GET", "/v1/organisations", ""));
        assertEquals(1, seen.size(), seen::toString);
        assertEquals(tenant.name(), seen.get(0).required("name").asText());
        assertEquals(200, status(token, "GET", "/v1/nodes/" + tenant.organisation() + "/spend", ""));
        assertEquals(200, stack.chat(token, CHAT).statusCode());

        assertEquals(
                403,
                status(token, "POST", "/v1/organisations/" + tenant.organisation() + "/teams", "{\"name\":\"x\"}"));
        assertEquals(403, status(token, "GET", "/v1/organisations/" + tenant.organisation() + "/members", ""));
        assertEquals(404, status(token, "GET", "/v1/organisations/" + other + "/teams", ""));
    }

    @Test
    void members_areListedWithRoleAndTeamAndNeverASecret_andRemoved() throws InterruptedException {
        Tenants.Tenant tenant = tenant();
        invite(tenant, "organisation-admin");
        String place = "/v1/organisations/" + tenant.organisation() + "/members";
        JsonNode members = stack.admin("GET", place, "");
        assertEquals(1, members.size(), members::toString);
        assertEquals(email, members.get(0).required("email").asText());
        assertEquals("organisation-admin", members.get(0).required("role").asText());
        assertEquals("team", members.get(0).required("teams").get(0).asText());
        String text = members.toString().toLowerCase(Locale.ROOT);
        assertFalse(text.contains("token") || text.contains("secret") || text.contains("credential"), text);

        stack.admin("DELETE", place + "/" + email, "");
        awaitProvisioned(tenant.organisation());
        assertEquals(0, stack.admin("GET", place, "").size());
        JsonNode groups =
                keycloak.get("/users/" + keycloak.user(email).required("id").asText() + "/groups");
        assertEquals(0, groups.size(), groups::toString);
    }

    @Test
    void serviceAccount_readsItsOrganisationWithTheSecretThatOnlyKeycloakHas() throws InterruptedException {
        Tenants.Tenant tenant = tenant();
        String client = "organisation-" + tenant.name();
        String token = accessToken(stack.signInService(client, keycloak.clientSecret(client)));
        assertEquals(200, status(token, "GET", "/v1/nodes/" + tenant.organisation() + "/spend", ""));
        assertEquals(
                403,
                status(token, "POST", "/v1/organisations/" + tenant.organisation() + "/teams", "{\"name\":\"x\"}"));
        assertEquals(404, status(token, "GET", "/v1/nodes/org-demo/spend", ""));
    }

    @Test
    void suspendedOrganisation_letsNobodySignInUntilItResumes() throws InterruptedException {
        Tenants.Tenant tenant = tenant();
        invite(tenant, "viewer");
        keycloak.complete(email, PASSWORD);
        String client = "organisation-" + tenant.name();
        String secret = keycloak.clientSecret(client);
        String token = accessToken(stack.signIn(email, PASSWORD));

        stack.admin("POST", "/v1/organisations/" + tenant.organisation() + "/suspend", "");
        awaitProvisioned(tenant.organisation());
        assertTrue(stack.signIn(email, PASSWORD).statusCode() >= 400);
        assertTrue(stack.signInService(client, secret).statusCode() >= 400);
        assertEquals(403, stack.chat(token, CHAT).statusCode());

        stack.admin("POST", "/v1/organisations/" + tenant.organisation() + "/resume", "");
        awaitProvisioned(tenant.organisation());
        assertEquals(200, stack.signIn(email, PASSWORD).statusCode());
        assertEquals(200, stack.signInService(client, secret).statusCode());
    }

    @Test
    void keycloakThatIsAway_holdsUpNothingAndIsCaughtUpWith() throws InterruptedException {
        String name = "it-" + UUID.randomUUID();
        String token = stack.personToken();
        long before = Objects.requireNonNull(stack.stack().processes().get("keycloak"));
        stack.stack().kill("keycloak");
        HttpResponse<String> made = stack.adminAs(token, "POST", "/v1/organisations", "{\"name\":\"" + name + "\"}");
        assertEquals(201, made.statusCode(), made::body);
        assertEquals("pending", StackUnderTest.json(made).required("identity").asText());
        stack.stack().awaitPart("keycloak", before, KEYCLOAK_BACK_WITHIN);
        awaitProvisioned(StackUnderTest.json(made).required("id").asText());
        assertEquals(1, keycloak.get("/organizations?exact=true&search=" + name).size());
    }

    private Tenants.Tenant tenant() throws InterruptedException {
        Tenants.Tenant tenant = new Tenants(stack).create("it", "1");
        awaitProvisioned(tenant.organisation());
        return tenant;
    }

    private void invite(Tenants.Tenant tenant, String role) throws InterruptedException {
        stack.admin("POST", "/v1/organisations/" + tenant.organisation() + "/members", """
                {"email":"%s","role":"%s","team":"team"}""".formatted(email, role));
        awaitProvisioned(tenant.organisation());
    }

    private static void awaitProvisioned(String organisation) throws InterruptedException {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (true) {
            JsonNode open = stack.admin("GET", "/v1/identity-tasks?organisation=" + organisation, "");
            boolean done = true;
            for (JsonNode task : open) {
                assertFalse(task.required("state").asText().equals("failed"), task::toString);
                done &= task.required("state").asText().equals("done");
            }
            if (done) {
                return;
            }
            assertTrue(System.nanoTime() < end, open::toString);
            Thread.sleep(200);
        }
    }

    private static int status(String token, String method, String path, String body) {
        return stack.adminAs(token, method, path, body).statusCode();
    }

    private static String accessToken(HttpResponse<String> answer) {
        assertEquals(200, answer.statusCode(), answer::body);
        return StackUnderTest.json(answer).required("access_token").asText();
    }
}
