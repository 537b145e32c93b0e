package dev.cortado.inference.engine;

import java.util.Optional;

/// What a completion must be like, as the engine enforces and reads it.
///
/// @param grammar in GBNF with the start symbol `root`; empty: free text
/// @param trigger the token from which on the grammar holds; [#FROM_START]: from the first
/// @param calls how tool calls are written; empty where there are none to read
public record OutputRule(String grammar, int trigger, Optional<ToolCallShape> calls) {

    public static final int FROM_START = -1;

    public static final OutputRule FREE = new OutputRule("", FROM_START, Optional.empty());

    public boolean isFree() {
        return grammar.isEmpty();
    }
}
