package dev.cortado.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/// What a bench measured: each figure by its JSON name, in the order of its table. Written to the file that the
/// launcher names in `CORTADO_BENCH_FIGURES`, which prints them.
public final class Figures {

    private final SequencedMap<String, Object> all = new LinkedHashMap<>();

    public Figures put(String name, long value) {
        all.put(name, value);
        return this;
    }

    /// Rounded to so many decimals: what is behind them was not measured.
    public Figures put(String name, double value, int decimals) {
        double scale = Math.pow(10, decimals);
        all.put(name, Math.round(value * scale) / scale);
        return this;
    }

    /// Over several runs: JSON `{"mean": …, "sd": …}`, rounded likewise.
    public Figures put(String name, double mean, double deviation, int decimals) {
        Figures both = new Figures().put("mean", mean, decimals).put("sd", deviation, decimals);
        all.put(name, both.all());
        return this;
    }

    public SequencedMap<String, Object> all() {
        return new LinkedHashMap<>(all);
    }

    public void write() throws IOException {
        String file = System.getenv("CORTADO_BENCH_FIGURES");
        String json = new ObjectMapper().writeValueAsString(all);
        if (file == null) {
            System.out.println(json);
        } else {
            Files.writeString(Path.of(file), json);
        }
    }
}
