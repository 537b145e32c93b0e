package dev.cortado.local.flow;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.UUID;

/// Makes organisations of a test's own through accounting's administrative API.
final class Tenants {

    private final StackUnderTest stack;

    Tenants(StackUnderTest stack) {
        this.stack = stack;
    }

    /// An organisation with one team, one project, one key and, for the month, one hard limit.
    record Tenant(String organisation, String name, String project, String key) {}

    /// @param prefix to which something is added that no other tenant has
    Tenant create(String prefix, String capUsd) {
        String name = prefix + "-" + UUID.randomUUID();
        String organisation = id(stack.admin("POST", "/v1/organisations", "{\"name\":\"" + name + "\"}"));
        String team = id(stack.admin("POST", "/v1/organisations/" + organisation + "/teams", "{\"name\":\"team\"}"));
        String project = id(stack.admin("POST", "/v1/teams/" + team + "/projects", "{\"name\":\"project\"}"));
        stack.admin("POST", "/v1/nodes/" + organisation + "/limits", """
                {"unit":"nano-usd","window":"month","zone":"UTC","capUsd":"%s","hard":true}""".formatted(capUsd));
        JsonNode key = stack.admin("POST", "/v1/projects/" + project + "/keys", "{\"name\":\"test\"}");
        return new Tenant(organisation, name, project, key.required("secret").asText());
    }

    /// A further hard limit on one of its nodes, over all time.
    void limit(String node, String unit, long cap) {
        stack.admin("POST", "/v1/nodes/" + node + "/limits", """
                {"unit":"%s","window":"total","zone":"UTC","cap":%d,"hard":true}""".formatted(unit, cap));
    }

    void suspend(Tenant tenant) {
        stack.admin("POST", "/v1/organisations/" + tenant.organisation() + "/suspend", "");
    }

    private static String id(JsonNode answer) {
        return answer.required("id").asText();
    }
}
