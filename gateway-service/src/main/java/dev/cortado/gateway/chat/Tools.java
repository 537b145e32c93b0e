package dev.cortado.gateway.chat;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The functions that a request declares to be called, and how.
///
/// @param parallel whether one answer may hold several calls; null where not said
public record Tools(
        List<ToolDefinition> definitions,
        ToolChoice choice,
        @Nullable Boolean parallel) {

    public static final Tools NONE = new Tools(List.of(), new ToolChoice.None(), null);

    public Tools {
        definitions = List.copyOf(definitions);
    }

    /// Whether an answer may hold calls in place of text.
    public boolean mayBeCalled() {
        return !definitions.isEmpty();
    }
}
