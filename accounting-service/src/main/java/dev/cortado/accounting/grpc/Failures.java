package dev.cortado.accounting.grpc;

import dev.cortado.accounting.store.Changes;
import dev.cortado.accounting.store.Database;
import io.grpc.Status;
import io.smallrye.mutiny.Uni;
import java.util.Optional;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/// Turns what went wrong into gRPC's codes, in one place.
final class Failures {

    private static final Logger LOG = Logger.getLogger(Failures.class);

    private Failures() {}

    /// Runs a call, whose arguments may prove malformed on the way.
    static <T> Uni<T> guard(Supplier<Uni<T>> call) {
        return Uni.createFrom().deferred(call::get).onFailure().transform(Failures::status);
    }

    static Throwable status(Throwable failure) {
        return switch (failure) {
            case io.grpc.StatusRuntimeException already -> already;
            case IllegalArgumentException malformed ->
                Status.INVALID_ARGUMENT.withDescription(malformed.getMessage()).asRuntimeException();
            case Changes.ChangesLost lost ->
                Status.UNAVAILABLE.withDescription(lost.getMessage()).asRuntimeException();
            default -> {
                Optional<String> held = Database.heldBecause(failure);
                if (held.isPresent()) {
                    yield Status.UNAVAILABLE.withDescription(held.get()).asRuntimeException();
                }
                if (Database.isTransient(failure)) {
                    LOG.warnf("the database did not answer: %s", failure.toString());
                    yield Status.UNAVAILABLE
                            .withDescription("accounting's database did not answer; try again")
                            .asRuntimeException();
                }
                LOG.error("a call failed", failure);
                yield Status.INTERNAL.withDescription("accounting failed").asRuntimeException();
            }
        };
    }
}
