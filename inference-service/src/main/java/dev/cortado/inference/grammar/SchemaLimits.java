package dev.cortado.inference.grammar;

/// How large a grammar may become.
///
/// @param depthMax how deep a schema may nest
/// @param rulesMax rules of one grammar, each repetition of a part counted as one
/// @param waysMax in how many ways one beginning of an answer may be read at once
public record SchemaLimits(int depthMax, int rulesMax, int waysMax) {

    /// The defaults of the configuration's keys.
    public static final SchemaLimits DEFAULT = new SchemaLimits(32, 16_384, 512);

    /// Repetitions of one rule that libllama takes.
    static final int REPETITIONS_MAX = 2_000;

    /// Values of enumerations that are open at one place: with every token each is tried until letters tell them apart.
    static final int VALUES_MAX = 2_000;
}
