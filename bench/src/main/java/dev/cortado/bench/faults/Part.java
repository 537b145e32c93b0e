package dev.cortado.bench.faults;

import java.util.Locale;

/// What can be killed, paused and cut off.
enum Part {
    /// All behind one proxy, which tries one after the other.
    ACCOUNTING(2, 1),
    ROUTER(4, 4),
    NODE(2, 2),
    /// A proxy for each accounting, and one for routers and gateway.
    POSTGRES(1, 3),
    KAFKA(1, 1);

    private final int processes;
    private final int proxies;

    Part(int processes, int proxies) {
        this.processes = processes;
        this.proxies = proxies;
    }

    int processes() {
        return processes;
    }

    /// How many proxies stand before it.
    int proxies() {
        return proxies;
    }

    /// Its name for people, and for the launcher.
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
