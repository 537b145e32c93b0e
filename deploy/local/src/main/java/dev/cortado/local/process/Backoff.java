package dev.cortado.local.process;

import java.time.Duration;

/// How long to wait before a part that died is started again: doubling from `shortest` to `longest`, and from
/// the start again once it has been healthy for `resetAfter`.
public final class Backoff {
    private final Duration shortest;
    private final Duration longest;
    private final Duration resetAfter;
    private int failures;

    public Backoff(Duration shortest, Duration longest, Duration resetAfter) {
        this.shortest = shortest;
        this.longest = longest;
        this.resetAfter = resetAfter;
    }

    /// The pause after one more death, given how long the part had been healthy before it.
    public Duration next(Duration healthy) {
        if (healthy.compareTo(resetAfter) >= 0) {
            failures = 0;
        }
        Duration pause = shortest;
        for (int i = 0; i < failures && pause.compareTo(longest) < 0; i++) {
            pause = pause.multipliedBy(2);
        }
        failures++;
        return pause.compareTo(longest) > 0 ? longest : pause;
    }
}
