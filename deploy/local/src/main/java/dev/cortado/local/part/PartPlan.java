package dev.cortado.local.part;

import dev.cortado.local.process.Ending;
import dev.cortado.local.process.Launch;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// One part of the stack, as the supervisor sees it: what must be there first, how it starts, how it is known
/// to be ready, and how it is asked to end.
public record PartPlan(
        String name,
        String version,
        List<Integer> ports,
        List<String> after,
        Missing missing,
        Preparation preparation,
        Starting starting,
        Probe probe,
        Ending.Ask ask) {

    /// The name of a gate rather than a part: open once the small tier has answered.
    public static final String SMALL_TIER = "small-tier";

    public PartPlan {
        ports = List.copyOf(ports);
        after = List.copyOf(after);
    }

    /// What still has to be fetched before the part can start, in words; empty when all is there.
    public interface Missing {
        Optional<String> now() throws IOException;
    }

    /// Brings the part's directory into shape; runs before the first start, and again after the supervisor's own.
    public interface Preparation {
        void run() throws Exception;
    }

    /// The command of the next start. `plain` asks for one without anything that only makes it faster, since the
    /// start before did not get ready.
    public interface Starting {
        Launch launch(boolean plain) throws Exception;
    }

    /// Whether the part serves. May block for a second or two, and arranges what the part needs from outside.
    public interface Probe {
        boolean ready() throws Exception;
    }
}
