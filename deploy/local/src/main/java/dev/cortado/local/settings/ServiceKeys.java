package dev.cortado.local.settings;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// What the configuration file says to the services themselves: keys such as `cortado.gateway.attempts-max`. Their
/// names and values are the service's to check; here they only get to it, and to no other.
public record ServiceKeys(SortedMap<String, String> values) {
    public static final ServiceKeys NONE = new ServiceKeys(new TreeMap<>());

    private static final Set<String> SERVICES = Set.of("accounting", "gateway", "inference", "router");
    private static final String PREFIX = "cortado.";
    /// A word of a key, or in quotes a name that the operator chose, such as a tenant's id.
    private static final String WORD = "([a-z0-9\\-]+(\\[[0-9]+])?|\"[^\"\\s=:\\\\]+\")";
    private static final Pattern REST = Pattern.compile(WORD + "(\\." + WORD + ")*");

    public ServiceKeys {
        values.keySet().forEach(ServiceKeys::check);
        values = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(values));
    }

    /// Whether a key of the file is meant for a service, be it for one that there is or not.
    static boolean means(String key) {
        return key.startsWith(PREFIX);
    }

    private static void check(String key) {
        String[] words = key.split("\\.", 3);
        if (words.length < 3
                || !SERVICES.contains(words[1])
                || !REST.matcher(words[2]).matches()) {
            throw new SettingsException("there is no key '" + key + "'; a service's own keys begin with "
                    + "cortado.accounting., cortado.gateway., cortado.inference. or cortado.router.");
        }
    }

    /// Those of one service.
    public Map<String, String> of(String service) {
        String prefix = PREFIX + service + ".";
        return values.tailMap(prefix).headMap(prefix + Character.MAX_VALUE);
    }

    /// The lines of a properties file that reads back as `values`.
    public static List<String> lines(Map<String, String> values) {
        return values.entrySet().stream()
                .map(entry -> entry.getKey() + " = " + escaped(entry.getValue()))
                .toList();
    }

    private static String escaped(String value) {
        return value.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r");
    }
}
