package dev.cortado.local.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// A prompt profile from its registration to the report of what it took, on the real parts.
class ProfileIT {

    private static final String TEXT = "You write for Harbour Tea. Answer in one short sentence. Never use exclamation"
            + " marks. Name the product once. Example: Our Assam is back, and it is as malty as you remember.";

    private static StackUnderTest stack;

    @BeforeAll
    static void startStack() throws IOException, InterruptedException {
        stack = StackUnderTest.shared();
    }

    @Test
    void registered_isPutIntoPrompts_countedCachedAndReported() {
        Tenants.Tenant tenant = new Tenants(stack).create("profile", "1");
        register(tenant, TEXT);
        JsonNode plain = ask(tenant, "");
        JsonNode first = ask(tenant, "brand");
        JsonNode second = ask(tenant, "brand@1");

        assertEquals("brand@1", first.at("/cortado/profile/id").asText(), first::toString);
        assertTrue(first.at("/cortado/profile/in_prompt").asBoolean(), first::toString);
        long tokens = first.at("/cortado/profile/prompt_tokens").asLong();
        assertTrue(tokens > 20, first::toString);
        assertEquals(
                plain.at("/usage/prompt_tokens").asLong() + tokens,
                first.at("/usage/prompt_tokens").asLong());
        assertTrue(
                second.at("/usage/prompt_tokens_details/cached_tokens").asLong() >= tokens,
                "the profile stands first and is computed once: " + second);
        assertEquals(tokens, onSmall(tenant).path("promptTokens").asLong());

        JsonNode line = awaitReport(tenant, 2);
        assertEquals("brand", line.at("/by/profile").asText());
        assertEquals(2 * tokens, line.at("/profiles/promptTokens").asLong());
        assertEquals(0, line.at("/profiles/promptTokensSaved").asLong());
    }

    @Test
    void taskOfAFineTunedVariant_isAnsweredByIt_withoutTheText_andReportedAsSaved() throws IOException {
        Tenants.Tenant tenant = new Tenants(stack).create("profile-task", "1");
        Path profile = Path.of(System.getProperty("cortado.root", "../.."), "deploy/adapters/marketing/profile.txt");
        String text = Files.readString(profile)
                .replace("\\", "\\\\")
                .replace("\"", "\\\"")
                .replace("\n", "\\n");
        stack.admin(
                "POST", profiles(tenant), "{\"name\": \"brand\", \"task\": \"marketing\", \"text\": \"" + text + "\"}");
        HttpResponse<String> sent = stack.chat(tenant.key(), """
                {"model": "auto", "max_tokens": 90, "temperature": 0, "cortado": {"profile": "brand"}, "messages": [
                {"role": "user", "content": "name: Saoirse\\ninterest: knitting\\nproduct: Isla blocking mat\\nfact: \
                the grid shows every centimetre\\noffer: 18% off until Tuesday\\nchannel: push"}]}""");
        assertEquals(200, sent.statusCode(), sent::body);
        JsonNode answer = StackUnderTest.json(sent);

        assertEquals("smollm2-135m-marketing", answer.path("model").asText(), answer::toString);
        assertTrue(answer.at("/choices/0/message/content").asText().contains("Isla blocking mat"), answer::toString);
        long saved = answer.at("/cortado/profile/prompt_tokens_saved").asLong();
        assertTrue(saved > 200, answer::toString);
        assertTrue(answer.at("/usage/prompt_tokens").asLong() < 120, answer::toString);
        assertEquals(
                saved, awaitReport(tenant, 1).at("/profiles/promptTokensSaved").asLong());
    }

    @Test
    void answerThatFailsItsCheck_isAnsweredByAnotherVariant_andBothAttemptsArePosted() {
        Tenants.Tenant tenant = new Tenants(stack).create("profile-check", "1");
        stack.admin("POST", profiles(tenant), """
                {"name": "brand", "task": "marketing", "text": "%s",
                 "checks": {"mustContain": ["a word that no model would say"], "error": 0}}""".formatted(TEXT));
        HttpResponse<String> sent = stack.chat(tenant.key(), """
                {"model": "auto", "max_tokens": 16, "temperature": 0, "cortado": {"profile": "brand"}, "messages": [
                {"role": "user", "content": "name: Saoirse\\nproduct: Isla blocking mat\\nchannel: push"}]}""");
        assertEquals(200, sent.statusCode(), sent::body);
        JsonNode answer = StackUnderTest.json(sent);

        assertEquals(2, answer.at("/cortado/attempts").asInt(), answer::toString);
        assertTrue(answer.path("model").asText().startsWith("qwen2.5"), answer::toString);
        assertEquals(1, answer.at("/cortado/profile/escalations").asInt());
        assertEquals("failed", answer.at("/cortado/profile/check").asText());
        JsonNode line = awaitReport(tenant, 2);
        BigDecimal told = new BigDecimal(answer.at("/cortado/cost_usd").asText());
        assertEquals(0, told.compareTo(new BigDecimal(line.path("chargeUsd").asText())), () -> line + " " + answer);
    }

    @Test
    void anotherVersion_isTakenByItsName_andTheOlderOneByItsNumber() {
        Tenants.Tenant tenant = new Tenants(stack).create("profile-versions", "1");
        register(tenant, TEXT);
        assertEquals("brand@1", ask(tenant, "brand").at("/cortado/profile/id").asText());
        register(tenant, TEXT + " Be brief.");

        assertEquals("brand@2", ask(tenant, "brand").at("/cortado/profile/id").asText());
        assertEquals("brand@1", ask(tenant, "brand@1").at("/cortado/profile/id").asText());
    }

    @Test
    void unknownOrAnothersProfile_isRefusedByName() {
        Tenants.Tenant tenant = new Tenants(stack).create("profile-owner", "1");
        Tenants.Tenant other = new Tenants(stack).create("profile-other", "1");
        register(tenant, TEXT);

        for (HttpResponse<String> refused : List.of(
                stack.chat(other.key(), body("brand")),
                stack.chat(tenant.key(), body("brand@7")),
                stack.chat(tenant.key(), body("none")))) {
            assertEquals(404, refused.statusCode(), refused::body);
            JsonNode error = StackUnderTest.json(refused).path("error");
            assertEquals("cortado.profile", error.path("param").asText(), refused::body);
            assertEquals("profile_not_found", error.path("code").asText());
        }
        stack.admin("DELETE", profiles(tenant) + "/brand", "");
        assertEquals(404, stack.chat(tenant.key(), body("brand")).statusCode());
    }

    private static void register(Tenants.Tenant tenant, String text) {
        stack.admin("POST", profiles(tenant), "{\"name\": \"brand\", \"text\": \"" + text + "\"}");
    }

    private static JsonNode onSmall(Tenants.Tenant tenant) {
        List<JsonNode> small = new ArrayList<>();
        stack.admin("GET", profiles(tenant) + "/brand", "").path("variants").forEach(variant -> {
            if (variant.path("variant").asText().startsWith("smollm2")
                    && !variant.path("covered").asBoolean()) {
                small.add(variant);
            }
        });
        return small.getFirst();
    }

    private static String profiles(Tenants.Tenant tenant) {
        return "/v1/organisations/" + tenant.organisation() + "/profiles";
    }

    /// @param profile empty: none; given in a header, as the other requests give it in the body
    private static JsonNode ask(Tenants.Tenant tenant, String profile) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(stack.stack().baseUrl() + "/chat/completions"))
                .header("Authorization", "Bearer " + tenant.key())
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body("")));
        if (!profile.isEmpty()) {
            request.header("Cortado-Profile", profile);
        }
        HttpResponse<String> answer = stack.send(request.build());
        assertEquals(200, answer.statusCode(), answer::body);
        return StackUnderTest.json(answer);
    }

    private static String body(String profile) {
        String wish = profile.isEmpty() ? "" : ", \"cortado\": {\"profile\": \"" + profile + "\"}";
        return "{\"model\": \"small\", \"max_tokens\": 8, \"temperature\": 0,"
                + " \"messages\": [{\"role\": \"user\", \"content\": \"Praise our Darjeeling.\"}]" + wish + "}";
    }

    private static JsonNode awaitReport(Tenants.Tenant tenant, long requests) {
        JsonNode line;
        long end = System.nanoTime() + 10_000_000_000L;
        do {
            Books.sleepBriefly();
            line = stack.admin(
                            "GET", "/v1/spend?group=profile&profile=brand&window=day&node=" + tenant.organisation(), "")
                    .path("lines")
                    .path(0);
        } while (line.at("/profiles/requests").asLong() < requests && System.nanoTime() < end);
        assertEquals(requests, line.at("/profiles/requests").asLong(), line::toString);
        return line;
    }
}
