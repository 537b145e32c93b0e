package dev.cortado.local.settings;

import java.nio.file.Path;

/// Where each thing lies in the data directory of one stack.
public record DataDirectory(Path path) {
    public Path secrets() {
        return path.resolve("secrets");
    }

    public Path logs() {
        return path.resolve("logs");
    }

    public Path log(String part) {
        return logs().resolve(part + ".log");
    }

    public Path postgres() {
        return path.resolve("postgres");
    }

    public Path kafka() {
        return path.resolve("kafka");
    }

    public Path keycloak() {
        return path.resolve("keycloak");
    }

    /// Links to the model files that were found right.
    public Path models() {
        return path.resolve("models");
    }

    /// What `calibrate` measured.
    public Path calibration() {
        return path.resolve("calibration");
    }

    /// What the labelling job was answered: it may hold tenants' text.
    public Path labelling() {
        return path.resolve("labelling");
    }

    /// From which the router takes what was measured.
    public Path calibrationResults() {
        return calibration().resolve("results.json");
    }

    /// The variants that were made here.
    public Path madeVariants() {
        return path.resolve("variants.json");
    }

    /// The catalogue as the services are given it: the shipped one with the made variants that are served.
    public Path catalogue() {
        return run().resolve("catalogue.json");
    }

    /// The tenant, key, limit and prices that accounting creates at its first start.
    public Path bootstrapFile() {
        return path.resolve("secrets").resolve("bootstrap.json");
    }

    /// What the supervisor and the commands tell each other.
    public Path run() {
        return path.resolve("run");
    }

    public Path state() {
        return run().resolve("state.json");
    }

    /// Exists for as long as the stack is to run.
    public Path wanted() {
        return run().resolve("wanted");
    }

    /// A file here, named like a part, keeps that part stopped.
    public Path held() {
        return run().resolve("held");
    }

    /// The settings that the running stack was started with.
    public Path settings() {
        return run().resolve("cortado.properties");
    }

    /// The process whose end ends the stack; absent for a stack of the user's own.
    public Path owner() {
        return run().resolve("owner");
    }

    public Path supervisorPid() {
        return run().resolve("supervisor.pid");
    }

    public Path supervisorLock() {
        return run().resolve("supervisor.lock");
    }
}
