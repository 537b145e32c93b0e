package dev.cortado.local.settings;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The keys that a service takes, and their defaults, read from its sources: its classes are no other module's to see.
/// Known are interfaces of `@ConfigMapping` with those in the same package that they name, `@ConfigProperty`, and what
/// `application.properties` sets.
final class SourceKeys {
    private static final Pattern PREFIX = Pattern.compile("@ConfigMapping\\(prefix = \"([^\"]+)\"\\)");
    private static final Pattern DEFAULT = Pattern.compile("@WithDefault\\(\"(.*)\"\\)");
    private static final Pattern NAME = Pattern.compile("@WithName\\(\"(.*)\"\\)");
    private static final Pattern INTERFACE = Pattern.compile("(?:public )?interface (\\w+) \\{");
    private static final Pattern METHOD = Pattern.compile("([\\w<>., ]+) (\\w+)\\(\\);");
    private static final Pattern BY_NAME = Pattern.compile("Map<String, (\\w+)>");
    private static final Pattern PROPERTY =
            Pattern.compile("@ConfigProperty\\(\\s*name = \"(cortado\\.[^\"]+)\"(,\\s*defaultValue = \"([^\"]*)\")?");
    private static final Pattern SET = Pattern.compile("(?m)^(cortado\\.[^=\\s]+)\\s*=\\s*(.*)$");
    private static final Pattern CAPITAL = Pattern.compile("[A-Z]");

    /// @param standard its default; empty where it has none
    private record Method(String type, String name, String standard) {}

    /// @param prefix empty where another interface names this one
    private record Mapping(String prefix, List<Method> methods) {}

    private final Map<String, Mapping> mappings = new HashMap<>();
    private final NavigableMap<String, String> keys = new TreeMap<>();

    private SourceKeys() {}

    /// Defaults by key; empty where there is none. A name that the operator chooses is `"*"`.
    ///
    /// @param module the service's directory
    static NavigableMap<String, String> of(Path module) throws IOException {
        NavigableMap<String, String> all = new TreeMap<>();
        Set<Path> packages = new TreeSet<>();
        for (Path file : javaFiles(module.resolve("src/main/java"))) {
            String text = Files.readString(file);
            if (text.contains("@ConfigMapping")) {
                packages.add(file.resolveSibling(""));
            }
            Matcher property = PROPERTY.matcher(text);
            while (property.find()) {
                String standard = property.group(3);
                if (standard == null) {
                    all.putIfAbsent(property.group(1), "");
                } else {
                    all.put(property.group(1), standard);
                }
            }
        }
        for (Path each : packages) {
            all.putAll(ofPackage(each));
        }
        Matcher set = SET.matcher(Files.readString(module.resolve("src/main/resources/application.properties")));
        while (set.find()) {
            all.put(set.group(1), set.group(2).strip());
        }
        return all;
    }

    private static NavigableMap<String, String> ofPackage(Path directory) throws IOException {
        SourceKeys read = new SourceKeys();
        for (Path file : javaFiles(directory)) {
            read.parse(Files.readAllLines(file));
        }
        for (Mapping mapping : read.mappings.values()) {
            if (!mapping.prefix().isEmpty()) {
                read.walk(mapping, mapping.prefix());
            }
        }
        return read.keys;
    }

    private static List<Path> javaFiles(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Line by line, as the formatter leaves them.
    private void parse(List<String> lines) {
        Deque<String> open = new ArrayDeque<>();
        String prefix = "";
        String standard = "";
        String name = "";
        for (String line : lines) {
            String text = line.strip();
            Matcher type = INTERFACE.matcher(text);
            Matcher method = METHOD.matcher(text);
            Mapping into = mappings.get(open.isEmpty() ? "" : open.element());
            if (type.matches()) {
                open.push(type.group(1));
                mappings.put(type.group(1), new Mapping(prefix, new ArrayList<>()));
                prefix = "";
            } else if (text.endsWith("{")) {
                open.push("");
            } else if (text.equals("}")) {
                open.pollFirst();
            } else if (into != null && method.matches()) {
                String word = name.isEmpty() ? kebab(method.group(2)) : name;
                into.methods().add(new Method(method.group(1), word, standard));
                standard = "";
                name = "";
            } else {
                prefix = found(PREFIX, text, prefix);
                standard = found(DEFAULT, text, standard);
                name = found(NAME, text, name);
            }
        }
    }

    private static String found(Pattern pattern, String text, String before) {
        Matcher matcher = pattern.matcher(text);
        return matcher.matches() ? matcher.group(1) : before;
    }

    private void walk(Mapping mapping, String at) {
        for (Method method : mapping.methods()) {
            Matcher byName = BY_NAME.matcher(method.type());
            boolean named = byName.matches();
            String key = at + "." + method.name() + (named ? ".\"*\"" : "");
            Mapping below = mappings.get(named ? byName.group(1) : method.type());
            if (below == null) {
                keys.put(key, method.standard());
            } else {
                walk(below, key);
            }
        }
    }

    private static String kebab(String name) {
        return CAPITAL.matcher(name).replaceAll(letter -> "-" + letter.group().toLowerCase(Locale.ROOT));
    }
}
