package dev.cortado.accounting.path;

import dev.cortado.accounting.window.Renewal;
import dev.cortado.accounting.window.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// A window of a limit that must have a counter now.
///
/// @param limitVersion the limit's version by which the window was computed
public record WantedCounter(long limit, long limitVersion, Window window) {

    /// The windows that must have counters: the present one, and the next one once the present one is within `ahead`
    /// of its end, or in its second half where that is shorter.
    static List<Window> at(Instant now, Renewal renewal, Duration ahead) {
        List<Window> wanted = new ArrayList<>();
        Window present = renewal.at(now);
        wanted.add(present);
        Duration half = present.length().dividedBy(2);
        Duration lead = half.compareTo(ahead) < 0 ? half : ahead;
        if (!now.isBefore(present.end().minus(lead))) {
            wanted.add(renewal.at(present.end()));
        }
        return wanted;
    }
}
