package dev.cortado.inference.remote;

import dev.cortado.inference.remote.RemoteServer.NotServing;
import dev.cortado.inference.remote.RemoteServer.Probe;
import dev.cortado.inference.remote.RemoteServer.Serving;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Whether a server serves, as it was last asked. One failed probe may be chance; the second in a row is an outage, the
/// next good one its end.
final class ServerHealth implements AutoCloseable {

    private static final Logger LOG = System.getLogger(ServerHealth.class.getName());
    private static final int FAILURES_TO_OUTAGE = 2;

    private final String name;
    private final RemoteServer server;
    private final Runnable changed;
    private final Ticker ticker;
    private volatile @Nullable Probe last;
    private volatile @Nullable String outage = "it was not asked yet";
    private int failures = FAILURES_TO_OUTAGE;

    /// @param name for the log
    /// @param changed called when it begins or ceases to serve
    ServerHealth(String name, RemoteServer server, Duration interval, Runnable changed) {
        this.name = name;
        this.server = server;
        this.changed = changed;
        this.ticker = new Ticker("health-" + name, interval, this::ask);
    }

    /// Why it does not serve.
    Optional<String> outage() {
        return Optional.ofNullable(outage);
    }

    /// Empty until it served for the first time.
    Optional<Serving> seen() {
        return last instanceof Serving serving ? Optional.of(serving) : Optional.empty();
    }

    @Override
    public void close() {
        ticker.close();
    }

    private void ask() {
        String before = outage;
        switch (server.probe()) {
            case Serving serving -> {
                last = serving;
                failures = 0;
                outage = null;
            }
            case NotServing(var reason) -> {
                failures++;
                outage = failures >= FAILURES_TO_OUTAGE ? reason : before;
            }
        }
        String now = outage;
        if ((before == null) != (now == null)) {
            LOG.log(
                    now == null ? Level.INFO : Level.WARNING,
                    "{0}: the server {1}",
                    name,
                    now == null ? "serves" : "does not serve: " + now);
            changed.run();
        }
    }
}
