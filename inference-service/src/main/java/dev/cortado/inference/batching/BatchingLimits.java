package dev.cortado.inference.batching;

import java.time.Duration;

/// @param queueDepthMax generations that wait for a slot
/// @param tenantShareMaxPercent of that queue that one tenant may fill, 1 to 100
/// @param prefixReuse whether a tenant's prompt is computed only from where it differs from what it left in a slot
/// @param adapterTurn how long the sequences of one adapter step before those of another do
/// @param planner how prompts are cut into steps
/// @param prefillQuiet for so long after another request came, a lone prompt takes small steps
/// @param pauseMax how long a generation may stand still for its reader while others wait for a slot
/// @param recovery how often a loop that failed begins anew
public record BatchingLimits(
        int queueDepthMax,
        int tenantShareMaxPercent,
        boolean prefixReuse,
        Duration adapterTurn,
        StepPlanner planner,
        Duration prefillQuiet,
        Duration pauseMax,
        Recovery recovery) {

    private static final int WHOLE_PERCENT = 100;
    private static final Duration PAUSE_MAX = Duration.ofSeconds(30);
    private static final Recovery RECOVERY = new Recovery(3, Duration.ofMinutes(1));

    /// @param max failures after which the loop begins anew, as far as they came within the period; 0: after none
    public record Recovery(int max, Duration within) {

        public Recovery {
            if (max < 0) {
                throw new IllegalArgumentException("a loop cannot begin anew " + max + " times");
            }
            if (!within.isPositive()) {
                throw new IllegalArgumentException("failures are counted within a time above 0, not " + within);
            }
        }
    }

    /// Those whose loop begins anew three times in a minute.
    public BatchingLimits(
            int queueDepthMax,
            int tenantShareMaxPercent,
            boolean prefixReuse,
            Duration adapterTurn,
            StepPlanner planner,
            Duration prefillQuiet,
            Duration pauseMax) {
        this(queueDepthMax, tenantShareMaxPercent, prefixReuse, adapterTurn, planner, prefillQuiet, pauseMax, RECOVERY);
    }

    /// Those that wait half a minute for a reader.
    public BatchingLimits(
            int queueDepthMax,
            int tenantShareMaxPercent,
            boolean prefixReuse,
            Duration adapterTurn,
            StepPlanner planner,
            Duration prefillQuiet) {
        this(queueDepthMax, tenantShareMaxPercent, prefixReuse, adapterTurn, planner, prefillQuiet, PAUSE_MAX);
    }

    public BatchingLimits {
        if (tenantShareMaxPercent < 1 || tenantShareMaxPercent > WHOLE_PERCENT) {
            throw new IllegalArgumentException(
                    "a tenant's share of the queue must be 1 to 100 percent, not " + tenantShareMaxPercent);
        }
    }

    /// Generations of one tenant that may wait; at least one if any may.
    int tenantWaitingMax() {
        return Math.ceilDiv(queueDepthMax * tenantShareMaxPercent, WHOLE_PERCENT);
    }
}
