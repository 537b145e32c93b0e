package dev.cortado.inference.engine;

import java.util.Optional;
import java.util.Set;

/// What a completion must be like, as the engine enforces and reads it.
///
/// @param grammar in GBNF with the start symbol `root`; empty: free text
/// @param trigger the token from which on the grammar holds; [#FROM_START]: from the first
/// @param calls how tool calls are written; empty where there are none to read
/// @param unmarked calls that are also read where the model leaves the marks around them out
public record OutputRule(String grammar, int trigger, Optional<ToolCallShape> calls, Unmarked unmarked) {

    public static final int FROM_START = -1;

    public static final OutputRule FREE = new OutputRule("", FROM_START, Optional.empty());

    /// Calls without marks: small models often answer with a call's bare JSON. Only what a completion begins with is
    /// read so, and only for these functions.
    ///
    /// @param names of functions; none: nothing is read without marks
    /// @param several whether another may follow the first
    public record Unmarked(Set<String> names, boolean several) {

        public static final Unmarked NONE = new Unmarked(Set.of(), false);

        public Unmarked {
            names = Set.copyOf(names);
        }
    }

    public OutputRule(String grammar, int trigger, Optional<ToolCallShape> calls) {
        this(grammar, trigger, calls, Unmarked.NONE);
    }

    public boolean isFree() {
        return grammar.isEmpty();
    }
}
