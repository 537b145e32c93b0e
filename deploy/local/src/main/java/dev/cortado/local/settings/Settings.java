package dev.cortado.local.settings;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// What a person chose, on top of the defaults. Values are checked when read, with the key named; those of the
/// services' own keys by the services.
public record Settings(Map<SettingKey, String> chosen, ServiceKeys services, Places places) {
    public Settings {
        chosen = Map.copyOf(chosen);
    }

    public static Settings standard(Places places) {
        return new Settings(Map.of(), ServiceKeys.NONE, places).checked();
    }

    /// Reads a file of `key = value` lines; a file that is absent chooses nothing.
    public static Settings ofFile(Path file, Places places) throws IOException {
        if (!Files.exists(file)) {
            return standard(places);
        }
        Properties properties = properties(file);
        Map<SettingKey, String> chosen = new EnumMap<>(SettingKey.class);
        SortedMap<String, String> services = new TreeMap<>();
        for (String name : new TreeSet<>(properties.stringPropertyNames())) {
            if (ServiceKeys.means(name)) {
                services.put(name, properties.getProperty(name).strip());
                continue;
            }
            SettingKey key = SettingKey.ofKey(name)
                    .orElseThrow(() -> new SettingsException(
                            file + ": there is no key '" + name + "'; `./cortado config` lists them"));
            chosen.put(key, properties.getProperty(name).strip());
        }
        return new Settings(chosen, serviceKeys(file, services), places).checked();
    }

    /// The defaults with the data directory that a file chooses, whatever else stands there.
    public static Settings ofPlace(Path file, Places places) throws IOException {
        String chosen = Files.exists(file) ? properties(file).getProperty(SettingKey.DATA_DIR.key()) : null;
        Settings standard = standard(places);
        return chosen == null ? standard : standard.with(SettingKey.DATA_DIR, chosen.strip());
    }

    private static Properties properties(Path file) throws IOException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        }
        return properties;
    }

    private static ServiceKeys serviceKeys(Path file, SortedMap<String, String> values) {
        try {
            return new ServiceKeys(values);
        } catch (SettingsException e) {
            throw new SettingsException(file + ": " + e.getMessage());
        }
    }

    /// These settings with one more choice, as from a command-line option.
    public Settings with(SettingKey key, String value) {
        Map<SettingKey, String> all = new EnumMap<>(SettingKey.class);
        all.putAll(chosen);
        all.put(key, value);
        return new Settings(all, services, places).checked();
    }

    /// The lines of a file that reads back as these settings; paths in it are absolute.
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        Settings absolute = with(SettingKey.DATA_DIR, dataDirectory().toString())
                .with(SettingKey.CACHE_DIR, cacheDirectory().toString())
                .with(
                        SettingKey.POSTGRES_PASSWORD_FILE,
                        place(SettingKey.POSTGRES_PASSWORD_FILE)
                                .map(Path::toString)
                                .orElse(""));
        new EnumMap<>(absolute.chosen)
                .forEach((key, value) -> lines.add(key.key() + " = " + value.replace("\\", "\\\\")));
        lines.addAll(ServiceKeys.lines(services.values()));
        return lines;
    }

    public String text(SettingKey key) {
        return chosen.getOrDefault(key, key.standard());
    }

    public int number(SettingKey key) {
        try {
            int number = Integer.parseInt(text(key));
            if (number >= 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            // told below, together with what is out of range
        }
        throw new SettingsException(
                key.key() + ": '" + text(key) + "' is not a whole number of " + key.unit() + " from 0 up");
    }

    public Duration seconds(SettingKey key) {
        return Duration.ofSeconds(number(key));
    }

    public Duration milliseconds(SettingKey key) {
        return Duration.ofMillis(number(key));
    }

    public boolean on(SettingKey key) {
        return switch (text(key).toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new SettingsException(key.key() + ": '" + text(key) + "' is neither true nor false");
        };
    }

    public Optional<String> given(SettingKey key) {
        return Optional.of(text(key)).filter(value -> !value.isBlank());
    }

    /// An absolute path; a leading `~` is the person's home.
    public Optional<Path> place(SettingKey key) {
        return given(key).map(Settings::path);
    }

    public Path dataDirectory() {
        return place(SettingKey.DATA_DIR).orElse(places.dataDirectory());
    }

    public Path cacheDirectory() {
        return place(SettingKey.CACHE_DIR).orElse(places.cacheDirectory());
    }

    public Set<Tier> tiers() {
        return Tier.ofList(text(SettingKey.TIERS));
    }

    /// Made variants that are to be loaded in place of those switched on; empty where the file names none.
    public Set<String> servedVariants() {
        return words(SettingKey.SERVED_VARIANTS);
    }

    private Set<String> words(SettingKey list) {
        return Arrays.stream(text(list).split(",", -1))
                .map(String::strip)
                .filter(word -> !word.isEmpty())
                .collect(Collectors.toCollection(LinkedHashSet<String>::new));
    }

    public int port(PartPort port) {
        return port.in(number(SettingKey.PORT_BASE));
    }

    public Optional<KafkaListener> kafkaFurtherListener() {
        return given(SettingKey.KAFKA_FURTHER_LISTENER).map(KafkaListener::of);
    }

    /// Whether a part is among those to start.
    public boolean wants(String part) {
        return given(SettingKey.PARTS).isEmpty() || words(SettingKey.PARTS).contains(part);
    }

    private Settings checked() {
        int base = number(SettingKey.PORT_BASE);
        if (base < 1024 || base > 65535 - PartPort.BLOCK) {
            throw new SettingsException("port-base: " + base + " is outside 1024 to " + (65535 - PartPort.BLOCK));
        }
        for (SettingKey key : SettingKey.values()) {
            if (key.standard().matches("[0-9]+") && key != SettingKey.BUDGET_USD) {
                number(key);
            }
            if (key.unit().equals("boolean")) {
                on(key);
            }
        }
        for (String part : words(SettingKey.PARTS)) {
            if (!PartPort.parts().contains(part)) {
                throw new SettingsException(
                        "parts: there is no part '" + part + "'; there are " + String.join(", ", PartPort.parts()));
            }
        }
        tiers();
        PoolHour.of(this);
        kafkaFurtherListener();
        return this;
    }

    private static Path path(String text) {
        String home = System.getProperty("user.home");
        String full = text.equals("~") || text.startsWith("~/") ? home + text.substring(1) : text;
        return Path.of(full).toAbsolutePath().normalize();
    }
}
