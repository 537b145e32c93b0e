package dev.cortado.inference.configuration;

import jakarta.inject.Singleton;
import java.nio.file.Path;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/// Keys that have the same name in every service.
@Singleton
public class SharedSettings {

    private final String signingKeys;
    private final String kafkaBootstrapServers;
    private final Path catalogueFile;
    private final Path modelsDirectory;
    private final Path engineLibraryDirectory;

    /// @param signingKeys `id:base64[,id:base64]`, the first one signs; required
    /// @param catalogueFile deploy/catalogue.json
    /// @param modelsDirectory where the GGUF files lie
    /// @param engineLibraryDirectory where libllama and its backends lie
    SharedSettings(
            @ConfigProperty(name = "cortado.signing.keys") String signingKeys,
            @ConfigProperty(name = "kafka.bootstrap.servers", defaultValue = "127.0.0.1:27411")
                    String kafkaBootstrapServers,
            @ConfigProperty(name = "cortado.catalogue.file", defaultValue = "deploy/catalogue.json")
                    String catalogueFile,
            @ConfigProperty(name = "cortado.models.directory", defaultValue = ".cortado/models") String modelsDirectory,
            @ConfigProperty(name = "cortado.engine.library-directory", defaultValue = ".cortado/engine")
                    String engineLibraryDirectory) {
        this.signingKeys = signingKeys;
        this.kafkaBootstrapServers = kafkaBootstrapServers;
        this.catalogueFile = Path.of(catalogueFile);
        this.modelsDirectory = Path.of(modelsDirectory);
        this.engineLibraryDirectory = Path.of(engineLibraryDirectory);
    }

    String signingKeys() {
        return signingKeys;
    }

    String kafkaBootstrapServers() {
        return kafkaBootstrapServers;
    }

    Path catalogueFile() {
        return catalogueFile;
    }

    Path modelsDirectory() {
        return modelsDirectory;
    }

    Path engineLibraryDirectory() {
        return engineLibraryDirectory;
    }
}
