package dev.cortado.inference.engine;

import java.util.List;
import java.util.Optional;

/// The tools of a conversation, and whether they are to be called.
///
/// @param several whether the model may call several at once
public record ToolUse(List<Tool> tools, Choice choice, boolean several) {

    /// No tools.
    public static final ToolUse NONE = new ToolUse(List.of(), new Choice.Free(), true);

    public ToolUse {
        tools = List.copyOf(tools);
    }

    public boolean isNone() {
        return tools.isEmpty();
    }

    /// Whether at least one call must be made.
    public boolean forced() {
        return !(choice instanceof Choice.Free);
    }

    /// The tools that may be called.
    public List<Tool> callable() {
        return tools.stream()
                .filter(tool -> named().map(tool.name()::equals).orElse(true))
                .toList();
    }

    private Optional<String> named() {
        return choice instanceof Choice.Named(var name) ? Optional.of(name) : Optional.empty();
    }

    /// Who decides.
    public sealed interface Choice {

        /// The model.
        record Free() implements Choice {}

        /// At least one is called.
        record Required() implements Choice {}

        /// This one is called.
        record Named(String name) implements Choice {}
    }
}
