package dev.cortado.accounting.identity;

import java.time.Duration;

/// What came of an attempt.
public sealed interface TaskOutcome {

    record Done() implements TaskOutcome {}

    /// It comes again after the pause.
    record Later(String why, Duration pause) implements TaskOutcome {}

    /// It will not come again by itself; later tasks of the organisation go on.
    record Failed(String why) implements TaskOutcome {}
}
