package dev.cortado.bench.cluster;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// How the launcher starts each service of the bench's stack; the bench changes names, ports and addresses.
public record ServiceCommands(Map<String, Service> services) {

    /// @param environment on top of the bench's own
    public record Service(List<String> command, Map<String, String> environment) {

        public Service with(Map<String, String> changes) {
            Map<String, String> all = new LinkedHashMap<>(environment);
            all.putAll(changes);
            return new Service(command, all);
        }

        /// The same with another address in place of one, wherever its environment tells it.
        ///
        /// @param from `host:port`, which it must be told somewhere
        public Service redirected(String from, String to) {
            if (environment.values().stream().noneMatch(value -> value.contains(from))) {
                throw new IllegalArgumentException("the service is told of no " + from);
            }
            Map<String, String> all = new LinkedHashMap<>(environment);
            all.replaceAll((name, value) -> value.replace(from, to));
            return new Service(command, all);
        }
    }

    /// Reads the file that the launcher wrote.
    public static ServiceCommands read(Path file) throws IOException {
        return new ServiceCommands(
                new ObjectMapper().readValue(file.toFile(), new TypeReference<LinkedHashMap<String, Service>>() {}));
    }

    public Service of(String name) {
        Service service = services.get(name);
        if (service == null) {
            throw new IllegalArgumentException("the launcher told nothing of " + name);
        }
        return service;
    }
}
