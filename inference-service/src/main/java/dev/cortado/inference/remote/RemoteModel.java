package dev.cortado.inference.remote;

import java.util.Map;

/// A variant as its server knows it.
///
/// @param name by which requests ask for it
/// @param adapters ids of LoRA adapters, each with the name by which the server serves the model under it; always at
/// the scale at which the server applies it
public record RemoteModel(String name, Map<String, String> adapters) {

    public RemoteModel {
        adapters = Map.copyOf(adapters);
        if (name.isBlank()) {
            throw new IllegalArgumentException("a model on a server needs the name that the server knows it by");
        }
    }
}
