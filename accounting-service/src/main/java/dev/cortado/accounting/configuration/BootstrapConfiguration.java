package dev.cortado.accounting.configuration;

import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;
import java.util.Optional;

/// A first tenant and price book, so that an empty database can serve.
@ConfigMapping(prefix = "cortado.bootstrap")
public interface BootstrapConfiguration {

    /// JSON applied at start: what is missing is made, what exists is never changed. None: nothing is made.
    Optional<Path> file();
}
