package dev.cortado.local.command;

import java.util.Locale;

/// How lengths and times are written for people.
final class Say {
    private Say() {}

    static String bytes(long bytes) {
        if (bytes >= 1_000_000_000) {
            return String.format(Locale.ROOT, "%.1f GB", bytes / 1e9);
        }
        return bytes >= 1_000_000 ? bytes / 1_000_000 + " MB" : Math.max(1, bytes / 1000) + " kB";
    }

    static String seconds(long millis) {
        return String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
    }

    static String duration(long millis) {
        long seconds = millis / 1000;
        if (seconds < 120) {
            return seconds + " s";
        }
        long minutes = seconds / 60;
        return minutes < 120 ? minutes + " min" : minutes / 60 + " h";
    }
}
