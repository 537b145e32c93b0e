package dev.cortado.local.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// `docs/how-to/configure.md` tells every key of the services with its default, and no other.
final class ServiceKeysPageTest {
    private static final Path ROOT = Path.of("../..");
    private static final List<String> SERVICES = List.of("gateway", "router", "accounting", "inference");
    private static final Pattern ROW = Pattern.compile("\\| `(cortado\\.[^`]+)` \\|([^|]*)\\|[^|]*\\|.*\\S.* \\|");
    private static final Pattern CHOSEN = Pattern.compile("\"[A-Z/-]+\"");

    @Test
    void everyKeyOfAService_standsOnThePageWithItsDefault() throws IOException {
        Map<String, String> told = told();
        List<String> wrong = new ArrayList<>();
        keys().forEach((key, standard) -> {
            String cell = told.get(key);
            if (cell == null) {
                wrong.add(key + " is not there; its default is '" + standard + "'");
            } else if (!cell.equals(standard)) {
                wrong.add(key + " has the default '" + standard + "', not '" + cell + "'");
            }
        });
        assertEquals(List.of(), wrong);
    }

    @Test
    void everyKeyOnThePage_isOneOfAService() throws IOException {
        NavigableMap<String, String> keys = keys();
        List<String> unknown = new ArrayList<>(told().keySet());
        unknown.removeIf(keys::containsKey);
        assertEquals(List.of(), unknown);
    }

    private static NavigableMap<String, String> keys() throws IOException {
        NavigableMap<String, String> all = new TreeMap<>();
        for (String service : SERVICES) {
            SourceKeys.of(ROOT.resolve(service + "-service")).forEach((key, standard) -> {
                if (!standard.isEmpty() || !all.containsKey(key)) {
                    all.put(key, standard);
                }
            });
        }
        return all;
    }

    /// Defaults by key; empty where words stand in place of one.
    private static Map<String, String> told() throws IOException {
        Map<String, String> told = new HashMap<>();
        for (String line : Files.readAllLines(ROOT.resolve("docs/how-to/configure.md"))) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                String key = CHOSEN.matcher(row.group(1)).replaceAll("\"*\"");
                String cell = row.group(2).strip();
                boolean isValue = cell.length() > 1 && cell.startsWith("`") && cell.endsWith("`");
                told.put(key, isValue ? cell.substring(1, cell.length() - 1) : "");
            }
        }
        return told;
    }
}
