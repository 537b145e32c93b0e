package dev.cortado.bench.soak;

import java.nio.file.Path;

/// What the launcher says; as arguments, in this order.
///
/// @param commands how the launcher starts each service
/// @param catalogue the platform's
/// @param model of the small tier
/// @param directory for what the bench writes
record Plan(
        int generations,
        long seed,
        Path commands,
        Path catalogue,
        Path libraries,
        int nodePort,
        int threads,
        String variant,
        Path model,
        Path directory) {

    static Plan of(String[] arguments) {
        return new Plan(
                Integer.parseInt(arguments[0]),
                Long.parseLong(arguments[1]),
                Path.of(arguments[2]),
                Path.of(arguments[3]),
                Path.of(arguments[4]),
                Integer.parseInt(arguments[5]),
                Integer.parseInt(arguments[6]),
                arguments[7],
                Path.of(arguments[8]),
                Path.of(arguments[9]));
    }
}
