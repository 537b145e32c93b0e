package dev.cortado.bench.calibration;

import java.math.BigDecimal;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Subjects without a file.
final class SomeSubjects {

    /// $.30 for the hardware, and .2 kW at 1.5 times $.20.
    static final CalibrationPlan.PoolHour HOUR =
            new CalibrationPlan.PoolHour("pool", "0.30", new BigDecimal("200"), new BigDecimal("1.5"), "0.20");

    private SomeSubjects() {}

    static Subject subject(String variant, String tier, Subject.@Nullable Adapter adapter) {
        return subject(variant, tier, "sha", adapter);
    }

    static Subject subject(String variant, String tier, String sha256, Subject.@Nullable Adapter adapter) {
        return subject(variant, tier, sha256, adapter, null);
    }

    /// One with tasks of its own.
    static Subject tuned(String variant, Path taskFile) {
        return subject(variant, "small", "sha", new Subject.Adapter("a", Path.of("a"), "x", 1), taskFile);
    }

    private static Subject subject(
            String variant, String tier, String sha256, Subject.@Nullable Adapter adapter, @Nullable Path taskFile) {
        return new Subject(
                variant,
                "pool",
                tier,
                Path.of("model.gguf"),
                sha256,
                8192,
                4,
                adapter,
                adapter == null ? null : "marketing",
                taskFile,
                "v1",
                100,
                10);
    }
}
