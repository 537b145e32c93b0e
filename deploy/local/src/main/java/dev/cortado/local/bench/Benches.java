package dev.cortado.local.bench;

import java.util.LinkedHashMap;
import java.util.SequencedMap;

/// Every bench by its name.
public final class Benches {
    private Benches() {}

    public static SequencedMap<String, Bench> all() {
        SequencedMap<String, Bench> all = new LinkedHashMap<>();
        all.put("startup", new StartupBench());
        return all;
    }

    public static Bench named(String name) {
        Bench bench = all().get(name);
        if (bench == null) {
            throw new IllegalArgumentException(
                    "there is no bench '" + name + "'; there are " + String.join(", ", all().keySet()));
        }
        return bench;
    }
}
