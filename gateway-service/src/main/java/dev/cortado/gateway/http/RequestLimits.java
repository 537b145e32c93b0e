package dev.cortado.gateway.http;

/// Bounds on what a chat request may hold; each is a configuration key.
record RequestLimits(
        int bodyBytesMax,
        int nestingMax,
        int messagesMax,
        int stopCharactersMax,
        long completionTokensDefault,
        long completionTokensMax,
        OutputLimits output) {

    /// Bounds on what is asked of the answer.
    ///
    /// @param comparedSamples how many a check for self-consistency compares; below 2 there is none
    /// @param verifies whether there is a verifier to ask
    record OutputLimits(
            int choicesMax,
            int logitBiasMax,
            int toolsMax,
            int toolCallsMax,
            int schemaBytesMax,
            int comparedSamples,
            boolean verifies) {}
}
