package dev.cortado.inference.grpc;

/// How much a request may ask of its answer.
///
/// @param logitBiasesMax tokens with a bias
/// @param topLogprobsMax likeliest tokens told with each drawn one
/// @param toolsMax tools, and calls of one message
/// @param schemaBytesMax of one JSON Schema, in UTF-8
public record AnswerLimits(int logitBiasesMax, int topLogprobsMax, int toolsMax, int schemaBytesMax) {

    /// The defaults of the configuration's keys.
    public static final AnswerLimits DEFAULT = new AnswerLimits(1_024, 20, 128, 65_536);
}
