package dev.cortado.router.store;

import dev.cortado.router.estimate.PredictorVersion;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/// Metrics `cortado_router_predictor_*`: what is known of the version in force; 0 while there is none.
@Singleton
final class PredictorMeters {

    private static final double NANOS_PER_SECOND = 1e9;

    private final MeterRegistry registry;
    private volatile @Nullable PredictorVersion inForce;

    PredictorMeters(MeterRegistry registry) {
        this.registry = registry;
        gauge("version", "Number of the predictor in force", version -> (double) version.number());
        gauge("labels", "Scores that it was made of", PredictorVersion::labels);
        gauge(
                "variants",
                "Variants that it knows",
                version -> version.variants().size());
        gauge(
                "fit.seconds",
                "Seconds that making it took",
                version -> (double) version.took().toNanos() / NANOS_PER_SECOND);
        gauge(
                "calibration.error",
                "Its calibration error on labels that had no part in it",
                PredictorVersion::calibrationError);
    }

    void inForce(PredictorVersion version) {
        inForce = version;
    }

    private void gauge(String name, String description, ToDoubleFunction<PredictorVersion> of) {
        Gauge.builder("cortado.router.predictor." + name, this, meters -> {
                    PredictorVersion version = meters.inForce;
                    return version == null ? 0 : of.applyAsDouble(version);
                })
                .description(description)
                .register(registry);
    }
}
