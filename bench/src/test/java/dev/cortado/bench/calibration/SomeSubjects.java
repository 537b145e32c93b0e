package dev.cortado.bench.calibration;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Subjects without a file.
final class SomeSubjects {

    private SomeSubjects() {}

    static Subject subject(String variant, String tier, Subject.@Nullable Adapter adapter) {
        return subject(variant, tier, "sha", adapter);
    }

    static Subject subject(String variant, String tier, String sha256, Subject.@Nullable Adapter adapter) {
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
                null,
                "v1",
                100,
                10);
    }
}
