package dev.cortado.router.estimate;

import dev.cortado.contracts.unit.PoolId;
import dev.cortado.contracts.unit.VariantId;
import dev.cortado.router.catalogue.Measurement;
import dev.cortado.router.catalogue.Measurements;
import dev.cortado.router.catalogue.Measurements.ScoredTask;
import dev.cortado.router.decide.World;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.SplittableRandom;

/// Calibrations of two kinds of tasks: the small variant does sums in nine of ten cases and capitals in one of ten, the
/// large one all of both in nine of ten. The large one does sums in about 4 tokens and capitals in about 20.
public final class Calibrations {

    public static final String SUM = "What is 31 plus 57?";
    public static final String CAPITAL = "Name the capital city of Sweden.";
    private static final String[] COUNTRIES = {
        "France", "Peru", "Japan", "Kenya", "Norway", "Chile", "Egypt", "India", "Cuba", "Mali"
    };

    private Calibrations() {}

    /// @param tasks how many
    public static Measurements of(String version, int tasks) {
        return new Measurements(
                version,
                "1",
                List.of(measured(World.SMALL, Measurement.ALL_TASKS), measured(World.LARGE, Measurement.ALL_TASKS)),
                tasks(tasks));
    }

    static List<ScoredTask> tasks(int count) {
        SplittableRandom random = new SplittableRandom(count);
        List<ScoredTask> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            boolean sum = random.nextBoolean();
            all.add(new ScoredTask(
                    String.format("task-%04d", i),
                    sum ? "arithmetic" : "facts",
                    sum
                            ? "What is " + random.nextInt(90) + " plus " + random.nextInt(90) + "?"
                            : "Name the capital city of " + COUNTRIES[random.nextInt(COUNTRIES.length)] + ".",
                    Map.of(
                            World.SMALL,
                            random.nextInt(10) < (sum ? 9 : 1) ? 1.0 : 0.0,
                            World.LARGE,
                            random.nextInt(10) < 9 ? 1.0 : 0.0),
                    Map.of(World.SMALL, 9, World.LARGE, sum ? 3 + random.nextInt(3) : 18 + random.nextInt(5))));
        }
        return all;
    }

    static Measurement measured(VariantId variant, String task) {
        return new Measurement(
                variant,
                new PoolId("cpu-" + variant.value()),
                task,
                Optional.of(new Measurement.Utility(.5, .4, .6, 100, Map.of())),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                List.of(),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                "",
                OptionalLong.empty(),
                OptionalLong.empty(),
                Optional.empty());
    }
}
