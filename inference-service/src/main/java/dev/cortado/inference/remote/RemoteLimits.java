package dev.cortado.inference.remote;

import dev.cortado.inference.engine.TemplateOverhead;
import java.time.Duration;

/// How long a server may take, how often it is asked, and how its numbers are held against what was seen.
///
/// @param queueDepthMax attempts that wait for a slot
/// @param tenantShareMaxPercent of that queue for one organisation
/// @param firstTokenTimeMax from being sent to the first token, all tries together
/// @param silenceMax between two tokens
/// @param usageTimeMax from the end of the text to the end of the answer, in which the usage comes
/// @param retriesMax tries after the first, while no token has come
/// @param retryDelay before the first of them; doubles with each
/// @param template what a chat template adds at most, where that is not measured because the server counts no prompts
/// @param believed bounds of what a server may say
public record RemoteLimits(
        int queueDepthMax,
        int tenantShareMaxPercent,
        Duration firstTokenTimeMax,
        Duration silenceMax,
        Duration usageTimeMax,
        int retriesMax,
        Duration retryDelay,
        TemplateOverhead template,
        BelievedUsage.Bounds believed) {

    private static final int PERCENT = 100;

    int tenantWaitingMax() {
        return Math.max(1, queueDepthMax * tenantShareMaxPercent / PERCENT);
    }
}
