package dev.cortado.accounting.session;

import dev.cortado.contracts.unit.SessionId;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/// The usage log as sessions need it: marks on every partition.
public interface UsageLog {

    /// How many partitions it has; 0 while the broker has not told yet.
    int partitions();

    /// Appends a fence for the session to every partition; each partition with the fence's offset.
    CompletionStage<Map<Integer, Long>> appendFences(SessionId session);
}
