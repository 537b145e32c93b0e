package dev.cortado.accounting.path;

import dev.cortado.accounting.window.Window;
import dev.cortado.accounting.window.WindowKind;
import dev.cortado.contracts.unit.LimitId;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/// A window of a limit that must have a counter now.
public record WantedCounter(LimitId limit, Window window) {

    /// The windows of a limit that must have counters: the present one, and the next one once the present one is
    /// within `ahead` of its end, or in its last quarter where that is shorter.
    public static List<WantedCounter> at(Instant now, LimitId limit, WindowKind kind, ZoneId zone, Duration ahead) {
        List<WantedCounter> wanted = new ArrayList<>();
        Window present = kind.at(now, zone);
        wanted.add(new WantedCounter(limit, present));
        Duration quarter = present.length().dividedBy(4);
        Duration lead = quarter.compareTo(ahead) < 0 ? quarter : ahead;
        if (kind != WindowKind.TOTAL && !now.isBefore(present.end().minus(lead))) {
            wanted.add(new WantedCounter(limit, kind.after(present, zone)));
        }
        return wanted;
    }
}
