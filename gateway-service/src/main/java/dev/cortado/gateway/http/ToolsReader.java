package dev.cortado.gateway.http;

import dev.cortado.gateway.chat.ToolChoice;
import dev.cortado.gateway.chat.ToolDefinition;
import dev.cortado.gateway.chat.Tools;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads `tools`, `tool_choice` and `parallel_tool_calls`, in any order.
final class ToolsReader {

    private final RequestLimits limits;
    private final List<ToolDefinition> definitions = new ArrayList<>();
    private final Set<String> names = new HashSet<>();
    private @Nullable ToolChoice choice;
    private @Nullable Boolean parallel;

    ToolsReader(RequestLimits limits) {
        this.limits = limits;
    }

    /// Reads the value of one of these fields.
    void field(String name, JsonFields in) throws IOException, InvalidRequest {
        switch (name) {
            case "tools" ->
                in.array(
                        limits.output().toolsMax(),
                        () -> definitions.add(new ToolDefinitionReader(in, limits, names).read()));
            case "tool_choice" -> choice = new ToolChoiceReader(in).read();
            case "parallel_tool_calls" -> parallel = in.bool();
            default -> throw new IllegalArgumentException(name);
        }
    }

    Tools tools() throws InvalidRequest {
        if (definitions.isEmpty()) {
            if (choice != null && !(choice instanceof ToolChoice.None)) {
                throw JsonFields.invalid("tool_choice", "needs 'tools', which declare what may be called");
            }
            return Tools.NONE;
        }
        if (choice instanceof ToolChoice.Function(String name) && !names.contains(name)) {
            throw JsonFields.invalid(
                    "tool_choice.function.name", "is '" + name + "', a function that 'tools' does not declare");
        }
        // Functions that are not to be called are not shown to the model either.
        return choice instanceof ToolChoice.None
                ? Tools.NONE
                : new Tools(definitions, choice == null ? new ToolChoice.Auto() : choice, parallel);
    }
}
