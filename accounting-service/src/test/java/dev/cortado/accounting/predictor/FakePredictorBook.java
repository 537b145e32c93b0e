package dev.cortado.accounting.predictor;

import io.quarkus.test.Mock;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;

/// Two versions in memory, of which the second is the newest; each answer comes on a thread of its own.
@Mock
@ApplicationScoped
public class FakePredictorBook implements PredictorBook {

    private static final long NEWEST = 2;
    private static final long NONE = 0;

    private final AtomicLong held = new AtomicLong(NONE);

    @Override
    public CompletionStage<PredictorViews> list() {
        return CompletableFuture.supplyAsync(this::views);
    }

    @Override
    public CompletionStage<Optional<PredictorViews>> hold(long number) {
        return CompletableFuture.supplyAsync(() -> {
            if (number < 1 || number > NEWEST) {
                return Optional.empty();
            }
            held.set(number);
            return Optional.of(views());
        });
    }

    @Override
    public CompletionStage<PredictorViews> release() {
        return CompletableFuture.supplyAsync(() -> {
            held.set(NONE);
            return views();
        });
    }

    private PredictorViews views() {
        long chosen = held.get();
        return new PredictorViews(
                Optional.of(chosen == NONE ? NEWEST : chosen),
                chosen != NONE,
                List.of(version(NEWEST, Optional.of(1L)), version(1, Optional.empty())));
    }

    private static PredictorViews.Version version(long number, Optional<Long> parent) {
        return new PredictorViews.Version(
                number, "calibration " + number, parent, "router-1", List.of("small-1"), 500, .04, 900, Instant.EPOCH);
    }
}
