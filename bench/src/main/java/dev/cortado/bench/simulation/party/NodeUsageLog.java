package dev.cortado.bench.simulation.party;

import dev.cortado.bench.simulation.world.VirtualProcess;
import dev.cortado.inference.meter.MeteredAttempt;
import dev.cortado.inference.meter.MeteringGate;
import dev.cortado.inference.meter.UsageLog;
import dev.cortado.inference.verify.AttemptId;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/// A node's usage events on their way to the broker: sent again while there is time, as an idempotent producer does.
final class NodeUsageLog implements UsageLog {

    private static final Duration TRY = Duration.ofSeconds(1);

    private final VirtualProcess process;
    private final LogHost log;
    private final MeteringGate gate;
    private final Map<AttemptId, Permitted> tokens = new HashMap<>();

    NodeUsageLog(VirtualProcess process, LogHost log, MeteringGate gate) {
        this.process = process;
        this.log = log;
        this.gate = gate;
    }

    /// The token that an attempt came with.
    void took(Permitted token) {
        tokens.putIfAbsent(token.grant().id(), token);
    }

    @Override
    public CompletionStage<AppendOutcome> append(MeteredAttempt attempt) {
        gate.appendStarted(process.wall());
        LogHost.Usage event = Meterings.event(
                Objects.requireNonNull(tokens.get(attempt.grant().id())), attempt);
        CompletableFuture<AppendOutcome> outcome = new CompletableFuture<>();
        process.after(Settings.micros(Settings.APPEND_TIMEOUT), () -> {
            if (!outcome.isDone()) {
                gate.appendFailed(process.wall());
                outcome.complete(new NotAcknowledged("not acknowledged in time"));
            }
        });
        send(event, outcome);
        return outcome;
    }

    private void send(LogHost.Usage event, CompletableFuture<AppendOutcome> outcome) {
        log.append(process, event.permission().usagePartition(), event, TRY).whenComplete((record, failure) -> {
            if (outcome.isDone()) {
                return;
            }
            if (failure == null) {
                gate.appendAcknowledged(process.wall());
                outcome.complete(new Appended(record.appendedAt()));
            } else {
                send(event, outcome);
            }
        });
    }
}
