package dev.cortado.bench.admission;

import java.nio.file.Path;
import java.time.Duration;

/// What is to be measured, and where things are.
///
/// @param parts what to measure
/// @param routePerSecond `Route` calls
/// @param syncPerSecond `Route` calls that must ask accounting
/// @param besidePerSecond `Route` calls beside those, of tenants whose leases are warm
/// @param pathPerSecond requests along the whole path
/// @param run length of one measured run of `Route`, of which the median counts, and of the one of calls
/// that must ask
/// @param pathRun length of the one measured run of the whole path
/// @param warmUp before the first measured run of each part: the rate rises for a third of it, then
/// stays
/// @param gatewayPort of the gateway that the bench starts; the router knows the node's
/// @param commands file of the services' commands
/// @param keys file of the tenants' API keys, the hot tenant's first
/// @param logs directory for the logs of what the bench starts
record Plan(
        Parts parts,
        int routePerSecond,
        int syncPerSecond,
        int besidePerSecond,
        int pathPerSecond,
        Duration run,
        int runs,
        Duration pathRun,
        Duration warmUp,
        int routerPort,
        int routerMetricsPort,
        int gatewayPort,
        int nodePort,
        String variant,
        Path commands,
        Path keys,
        Path logs) {

    enum Parts {
        ALL,
        /// The `Route` call with warm leases, and [#SYNC].
        ROUTE,
        /// The `Route` call where accounting must be asked.
        SYNC,
        PATH;

        boolean has(Parts part) {
            return this == ALL || this == part || (this == ROUTE && part == SYNC);
        }
    }

    /// What goes before the calls that must ask, unmeasured: the warm-up of accounting, whose programs had
    /// little to do so far, and so long that every tenant that is to be quiet has called once, and is.
    Duration prelude() {
        return ColdTurns.QUIET_FOR.plus(warmUp);
    }

    /// Whose turn it is where accounting must be asked.
    ColdTurns turns() {
        return new ColdTurns(syncPerSecond, prelude().plus(run));
    }

    /// From the program's arguments, in the order of the components; times in seconds.
    static Plan of(String[] arguments) {
        return new Plan(
                Parts.valueOf(arguments[0]),
                Integer.parseInt(arguments[1]),
                Integer.parseInt(arguments[2]),
                Integer.parseInt(arguments[3]),
                Integer.parseInt(arguments[4]),
                Duration.ofSeconds(Long.parseLong(arguments[5])),
                Integer.parseInt(arguments[6]),
                Duration.ofSeconds(Long.parseLong(arguments[7])),
                Duration.ofSeconds(Long.parseLong(arguments[8])),
                Integer.parseInt(arguments[9]),
                Integer.parseInt(arguments[10]),
                Integer.parseInt(arguments[11]),
                Integer.parseInt(arguments[12]),
                arguments[13],
                Path.of(arguments[14]),
                Path.of(arguments[15]),
                Path.of(arguments[16]));
    }
}
