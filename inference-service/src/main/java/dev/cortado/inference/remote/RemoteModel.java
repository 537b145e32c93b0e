package dev.cortado.inference.remote;

import dev.cortado.inference.engine.Capability;
import java.util.Map;
import java.util.Set;

/// A variant as its server knows it.
///
/// @param name by which requests ask for it
/// @param adapters ids of LoRA adapters, each with the name by which the server serves the model under it; always at
/// the scale at which the server applies it
/// @param capabilities what it can do beyond streaming a text, as its operator says; empty: what such a server is
/// known to do
public record RemoteModel(String name, Map<String, String> adapters, Set<Capability> capabilities) {

    public RemoteModel {
        adapters = Map.copyOf(adapters);
        capabilities = Set.copyOf(capabilities);
        if (name.isBlank()) {
            throw new IllegalArgumentException("a model on a server needs the name that the server knows it by");
        }
        if (capabilities.contains(Capability.N)) {
            throw new IllegalArgumentException("several choices (n) of a model on a server are not served");
        }
    }

    /// A model of which nothing particular is said.
    public RemoteModel(String name, Map<String, String> adapters) {
        this(name, adapters, Set.of());
    }
}
