package dev.cortado.inference.grpc;

import dev.cortado.inference.attempt.RefusedAttempt;
import dev.cortado.inference.meter.FinishCause;
import dev.cortado.inference.meter.MeteredAttempt;
import dev.cortado.inference.verify.AttemptId;
import dev.cortado.inference.verify.RefusalCause;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/// Writes down which request got no answer here, and why, under the id that the gateway told the client.
final class AttemptLog {

    private final Logger log;

    AttemptLog(Logger log) {
        this.log = log;
    }

    /// A full queue is how a busy node answers, to very many where there are very many: not worth a line each.
    void refused(String request, RefusedAttempt refused) {
        boolean isBusy =
                refused.cause() == RefusalCause.QUEUE_FULL || refused.cause() == RefusalCause.TENANT_SHARE_FULL;
        Level level = isBusy ? Level.DEBUG : Level.INFO;
        log.log(
                level,
                () -> "request " + request
                        + refused.id().map(AttemptLog::attempt).orElse("") + " refused, " + refused.cause() + ": "
                        + refused.message());
    }

    /// Writes only of one that broke off.
    void finished(String request, MeteredAttempt attempt) {
        if (attempt.finish() == FinishCause.ERROR) {
            log.log(
                    Level.WARNING,
                    () -> "request " + request + attempt(attempt.grant().id()) + " broke off: "
                            + attempt.errorMessage());
        }
    }

    void notMetered(String request, String why) {
        log.log(Level.WARNING, () -> "request " + request + " could not be metered: " + why);
    }

    private static String attempt(AttemptId id) {
        return ", attempt " + id;
    }
}
