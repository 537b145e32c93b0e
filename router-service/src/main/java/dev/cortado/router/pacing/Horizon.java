package dev.cortado.router.pacing;

import java.time.Duration;

/// How long a budget's money must last.
public sealed interface Horizon {

    /// So many requests, the present one among them.
    record Requests(long count) implements Horizon {
        public Requests {
            if (count < 1) {
                throw new IllegalArgumentException("the present request counts: at least 1, not " + count);
            }
        }
    }

    /// So much time, with an unknown number of requests in it. Not negative.
    record Remaining(Duration time) implements Horizon {
        public Remaining {
            if (time.isNegative()) {
                throw new IllegalArgumentException("the time that remains is not negative: " + time);
            }
        }
    }
}
