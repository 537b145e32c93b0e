package dev.cortado.bench.engine;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/// What the launcher says. As arguments, in this order; a model is three: its variant, its file, and the prefix of its
/// figures.
///
/// @param rounds of all contestants, or 0 to leave the speeds out
/// @param longPrompts under which first tokens are measured, or 0 to leave that out
/// @param commands how the launcher starts each service
/// @param catalogue the platform's
/// @param script that drives node-llama-cpp, or empty without it
/// @param threads of each contestant
/// @param models the first one is the one that the plain figures are of
record Plan(
        int rounds,
        int longPrompts,
        Path commands,
        Path catalogue,
        Path libraries,
        int nodePort,
        String script,
        int threads,
        int slots,
        int contextTokens,
        Path logs,
        List<Model> models) {

    private static final int MODELS_FROM = 11;
    private static final int ARGUMENTS_A_MODEL = 3;

    Plan {
        models = List.copyOf(models);
    }

    /// @param prefix of its figures; empty for the first
    record Model(String variant, Path file, String prefix) {

        String figure(String name) {
            return prefix.isEmpty()
                    ? name.substring(0, 1).toLowerCase(java.util.Locale.ROOT) + name.substring(1)
                    : prefix + name;
        }
    }

    static Plan of(String[] arguments) {
        List<Model> models = IntStream.range(0, (arguments.length - MODELS_FROM) / ARGUMENTS_A_MODEL)
                .map(n -> MODELS_FROM + ARGUMENTS_A_MODEL * n)
                .mapToObj(at -> new Model(arguments[at], Path.of(arguments[at + 1]), arguments[at + 2]))
                .toList();
        return new Plan(
                Integer.parseInt(arguments[0]),
                Integer.parseInt(arguments[1]),
                Path.of(arguments[2]),
                Path.of(arguments[3]),
                Path.of(arguments[4]),
                Integer.parseInt(arguments[5]),
                arguments[6],
                Integer.parseInt(arguments[7]),
                Integer.parseInt(arguments[8]),
                Integer.parseInt(arguments[9]),
                Path.of(arguments[10]),
                models);
    }
}
