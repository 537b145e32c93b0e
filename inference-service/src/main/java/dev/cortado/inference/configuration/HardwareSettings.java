package dev.cortado.inference.configuration;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// What this node runs on, below `cortado.inference.hardware`, where it cannot see that itself: the hardware of a
/// remote
/// server.
public interface HardwareSettings {

    /// Such as cpu, cuda, rocm, tpu. Default: what is found here, or `remote`.
    Optional<String> kind();

    /// For people, such as `2 x H100 80 GB`. Default: what is found here, or the server's address.
    Optional<String> description();

    /// MiB of the machine, or of its devices. Default: what is found here, or 0: not known.
    OptionalLong memoryMib();

    /// Compute threads. Default: what is used here, or 0: not known.
    OptionalInt threads();
}
