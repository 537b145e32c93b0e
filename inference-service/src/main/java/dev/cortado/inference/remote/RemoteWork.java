package dev.cortado.inference.remote;

import java.time.InstantSource;
import java.util.function.Consumer;

/// What the generations of one server share.
///
/// @param disputed hears what of a server's usage was not believed
public record RemoteWork(String variant, RemoteLimits limits, InstantSource clock, Consumer<String> disputed) {}
