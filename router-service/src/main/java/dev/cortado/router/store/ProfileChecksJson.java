package dev.cortado.router.store;

import dev.cortado.router.profile.Checks;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/// A profile's checks as they are stored.
final class ProfileChecksJson {

    private ProfileChecksJson() {}

    static JsonObject of(Checks checks) {
        return new JsonObject()
                .put("charactersMin", checks.charactersMin())
                .put("charactersMax", checks.charactersMax())
                .put("mustContain", new JsonArray(checks.mustContain()))
                .put("mustNotContain", new JsonArray(checks.mustNotContain()))
                .put("recordFields", new JsonArray(checks.recordFields()))
                .put("json", checks.json())
                .put("error", checks.error());
    }

    static Checks toChecks(JsonObject json) {
        return new Checks(
                json.getInteger("charactersMin"),
                json.getInteger("charactersMax"),
                texts(json, "mustContain"),
                texts(json, "mustNotContain"),
                texts(json, "recordFields"),
                json.getBoolean("json"),
                json.getDouble("error"));
    }

    private static List<String> texts(JsonObject json, String field) {
        return json.getJsonArray(field).stream().map(String::valueOf).toList();
    }
}
