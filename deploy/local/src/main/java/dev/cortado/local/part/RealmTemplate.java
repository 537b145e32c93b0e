package dev.cortado.local.part;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Fills the places `@{name}@` of the realm file. The sign differs from Keycloak's own `${...}`, which the
/// file also holds and Keycloak fills.
final class RealmTemplate {
    private static final Pattern PLACE = Pattern.compile("@\\{([a-z.]+)\\}@");

    private RealmTemplate() {}

    static String fill(String template, Map<String, String> values) {
        return PLACE.matcher(template).replaceAll(place -> Matcher.quoteReplacement(value(place.group(1), values)));
    }

    private static String value(String name, Map<String, String> values) {
        String value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("the realm has a place '" + name + "' that nothing fills");
        }
        if (value.contains("\"") || value.contains("\\")) {
            throw new IllegalArgumentException("the value of '" + name + "' would break the realm's JSON");
        }
        return value;
    }
}
