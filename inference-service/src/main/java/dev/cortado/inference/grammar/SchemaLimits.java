package dev.cortado.inference.grammar;

/// How large a grammar may become.
///
/// @param depthMax how deep a schema may nest
/// @param rulesMax rules of one grammar, each repetition of a part counted as one
public record SchemaLimits(int depthMax, int rulesMax) {

    /// The defaults of the configuration's keys.
    public static final SchemaLimits DEFAULT = new SchemaLimits(32, 16_384);

    /// Repetitions of one rule that libllama takes.
    static final int REPETITIONS_MAX = 2_000;
}
