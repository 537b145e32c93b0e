package dev.cortado.bench.calibration;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cortado.contracts.unit.NanoUsd;
import dev.cortado.router.cost.HourlyRate;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the launcher wants measured, and where things lie; read from the file that it writes.
///
/// @param catalogue the catalogue that the services are given
/// @param shipped where the repository's own files lie, adapters among them
/// @param models where the catalogue's model files lie
/// @param engine where the engine's libraries lie
/// @param directory of the calibration: its journals, results and report
/// @param variants ids to measure; empty: every variant whose file is there
/// @param quick 60 tasks instead of all
/// @param taskFile the user's tasks, or null
/// @param taskThreads compute threads while tasks are answered
/// @param rateThreads compute threads while rates are measured: the pool's own
/// @param hours what an hour of each pool costs
/// @param tdpWatts of the whole processor, for the energy where no counter can be read
/// @param exchangeRateUsd what a request's utility of 1 is worth; 0: none is known
public record CalibrationPlan(
        String catalogue,
        String shipped,
        String models,
        String engine,
        String directory,
        List<String> variants,
        boolean quick,
        @Nullable String taskFile,
        int taskThreads,
        int rateThreads,
        List<PoolHour> hours,
        double tdpWatts,
        double exchangeRateUsd) {

    /// Tasks of the quick calibration.
    static final int QUICK_TASKS = 60;

    public CalibrationPlan {
        variants = List.copyOf(variants);
        hours = List.copyOf(hours);
    }

    /// @param usdPerHour of the hardware
    /// @param watts drawn under load, where electricity is paid beside
    /// @param pue watts that the building draws for each of these
    /// @param usdPerKilowattHour price of electricity
    public record PoolHour(
            String pool, String usdPerHour, BigDecimal watts, BigDecimal pue, String usdPerKilowattHour) {

        HourlyRate rate() {
            return HourlyRate.of(NanoUsd.ofUsd(usdPerHour), watts, pue, NanoUsd.ofUsd(usdPerKilowattHour));
        }
    }

    static CalibrationPlan read(Path file) throws IOException {
        return new ObjectMapper().readValue(file.toFile(), CalibrationPlan.class);
    }

    Path place() {
        return Path.of(directory);
    }

    HourlyRate hourOf(String pool) {
        return hours.stream()
                .filter(each -> each.pool().equals(pool))
                .map(PoolHour::rate)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no price of an hour is given for pool " + pool));
    }
}
