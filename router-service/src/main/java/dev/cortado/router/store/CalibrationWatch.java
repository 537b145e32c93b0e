package dev.cortado.router.store;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cortado.router.catalogue.CurrentCatalogue;
import dev.cortado.router.catalogue.Measurements;
import dev.cortado.router.configuration.CalibrationConfiguration;
import dev.cortado.router.configuration.RouterConfiguration;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;
import org.jboss.logging.Logger;

/// Brings the newest calibration into force, without a restart: a file that is new goes into the database first, whole
/// or not at all; then, on every router, whatever is newest there. A router without its database takes the file as it
/// is and stores it when the database is back.
@Singleton
final class CalibrationWatch {

    private static final Logger LOG = Logger.getLogger(CalibrationWatch.class);

    private final CalibrationStore store;
    private final CurrentCatalogue catalogue;
    private final ObjectMapper json;
    private final CalibrationConfiguration configuration;
    private Seen seen = Seen.NONE;
    private Optional<Measurements> unstored = Optional.empty();
    private String inForce = "";
    private final Looks looks;

    @Inject
    CalibrationWatch(
            DataSource database, CurrentCatalogue catalogue, ObjectMapper json, RouterConfiguration configuration) {
        this(
                new CalibrationStore(database, configuration.calibration().keep()),
                catalogue,
                json,
                configuration.calibration());
    }

    CalibrationWatch(
            CalibrationStore store,
            CurrentCatalogue catalogue,
            ObjectMapper json,
            CalibrationConfiguration configuration) {
        this.store = store;
        this.catalogue = catalogue;
        this.json = json;
        this.configuration = configuration;
        this.looks = new Looks(LOG, "calibrations are not followed", configuration.checkEvery(), this::look);
    }

    /// A file that is known by these is not read again.
    private record Seen(FileTime changed, long bytes) {
        static final Seen NONE = new Seen(FileTime.fromMillis(0), -1);
    }

    void start(@Observes StartupEvent event) {
        Thread.ofVirtual().name("calibration").start(looks);
    }

    void stop(@Observes ShutdownEvent event) {
        looks.end();
    }

    /// One look at the file and at the database.
    void look() {
        configuration.file().map(Path::of).ifPresent(this::readIfNew);
        try {
            if (unstored.isPresent()) {
                store.add(unstored.get());
                unstored = Optional.empty();
            }
            String newest = store.newestVersion();
            if (!newest.isEmpty() && !newest.equals(inForce)) {
                store.newest().ifPresent(this::force);
            }
        } catch (SQLException e) {
            LOG.debugf("calibrations wait for the database: %s", e.getMessage());
            unstored.filter(measurements -> !measurements.version().equals(inForce))
                    .ifPresent(this::force);
        }
    }

    private void readIfNew(Path file) {
        try {
            if (!Files.isRegularFile(file)) {
                return;
            }
            Seen now = new Seen(Files.getLastModifiedTime(file), Files.size(file));
            if (!now.equals(seen)) {
                unstored = Optional.of(CalibrationFile.read(Files.readAllBytes(file), json));
                seen = now;
            }
        } catch (IOException e) {
            LOG.warnf("the calibration %s cannot be read: %s", file, e.getMessage());
        } catch (IllegalArgumentException e) {
            LOG.errorf("the calibration %s is wrong, and the one in force stays: %s", file, e.getMessage());
            seen = seenNow(file);
        }
    }

    private static Seen seenNow(Path file) {
        try {
            return new Seen(Files.getLastModifiedTime(file), Files.size(file));
        } catch (IOException e) {
            return Seen.NONE;
        }
    }

    private void force(Measurements measurements) {
        catalogue.measured(measurements);
        inForce = measurements.version();
        LOG.infof(
                "calibration %s of %d variants is in force",
                inForce.substring(0, Math.min(12, inForce.length())),
                measurements.all().size());
    }
}
