package dev.cortado.inference.grpc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cortado.contracts.unit.NanoUsd;
import dev.cortado.contracts.unit.TokenCount;
import dev.cortado.inference.attempt.RefusedAttempt;
import dev.cortado.inference.engine.GenerationEnd;
import dev.cortado.inference.engine.GenerationTimings;
import dev.cortado.inference.engine.StopCause;
import dev.cortado.inference.meter.MeteredAttempt;
import dev.cortado.inference.verify.AttemptGrant;
import dev.cortado.inference.verify.Grants;
import dev.cortado.inference.verify.LimitKind;
import dev.cortado.inference.verify.RefusalCause;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AttemptLogTest {

    private final Lines lines = new Lines();
    private final AttemptLog log = new AttemptLog(lines);
    private final AttemptGrant grant = Grants.grant(List.of(Grants.hold(LimitKind.NANO_USD, 1_000_000)), 10, true);

    @Test
    void refused_isWrittenUnderTheRequestsId() {
        log.refused("req-7", refusal(RefusalCause.UNSUPPORTED));
        assertEquals(List.of("INFO request req-7, attempt " + grant.id() + " refused, UNSUPPORTED: why"), lines.all);
    }

    @Test
    void refused_fullQueue_isForDebuggingOnly() {
        log.refused("req-7", refusal(RefusalCause.QUEUE_FULL));
        assertEquals("DEBUG", lines.all.getFirst().split(" ", -1)[0]);
    }

    @Test
    void finished_isWrittenOnlyWhereItBrokeOff() {
        log.finished("req-7", metered(StopCause.STOP, ""));
        assertEquals(List.of(), lines.all);
        log.finished("req-7", metered(StopCause.ERROR, "decode failed"));
        assertEquals(List.of("WARNING request req-7, attempt " + grant.id() + " broke off: decode failed"), lines.all);
    }

    @Test
    void notMetered_isAWarning() {
        log.notMetered("req-7", "no broker");
        assertEquals(List.of("WARNING request req-7 could not be metered: no broker"), lines.all);
    }

    private RefusedAttempt refusal(RefusalCause cause) {
        return new RefusedAttempt(Optional.of(grant.id()), cause, "why", TokenCount.ZERO, NanoUsd.ZERO, 0, "");
    }

    private MeteredAttempt metered(StopCause cause, String error) {
        GenerationTimings timings =
                new GenerationTimings(Grants.NOW, Grants.NOW, Duration.ZERO, Duration.ZERO, Duration.ZERO);
        return MeteredAttempt.of(
                grant, new GenerationEnd.Generated(cause, TokenCount.ZERO, TokenCount.ZERO, timings, error), false);
    }

    private static final class Lines implements System.Logger {
        private final List<String> all = new ArrayList<>();

        @Override
        public String getName() {
            return "lines";
        }

        @Override
        public boolean isLoggable(Level level) {
            return true;
        }

        @Override
        public void log(
                Level level, @Nullable ResourceBundle bundle, @Nullable String text, @Nullable Throwable thrown) {
            all.add(level + " " + text);
        }

        @Override
        public void log(
                Level level, @Nullable ResourceBundle bundle, @Nullable String format, @Nullable Object... values) {
            all.add(level + " " + format);
        }
    }
}
