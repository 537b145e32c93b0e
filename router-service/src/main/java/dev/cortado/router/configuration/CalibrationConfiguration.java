package dev.cortado.router.configuration;

import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/// Keys under `cortado.router.calibration`.
public interface CalibrationConfiguration {

    /// The file that `./cortado calibrate` writes its results to; it need not be there yet. None: what is in the
    /// database, or comes there by another router, is used.
    Optional<String> file();

    /// Between looks at the file and at the database.
    @WithDefault("5s")
    Duration checkEvery();

    /// Calibrations kept in the database, the one in use among them.
    @WithDefault("20")
    int keep();
}
