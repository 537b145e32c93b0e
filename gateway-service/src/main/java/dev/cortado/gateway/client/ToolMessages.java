package dev.cortado.gateway.client;

import dev.cortado.contracts.v1.GenerateRequest;
import dev.cortado.contracts.v1.ToolChoice.Mode;
import dev.cortado.gateway.chat.ToolChoice;
import dev.cortado.gateway.chat.ToolDefinition;
import dev.cortado.gateway.chat.Tools;

/// Tools in protobuf.
final class ToolMessages {

    private ToolMessages() {}

    static void add(Tools tools, GenerateRequest.Builder request) {
        if (tools.definitions().isEmpty()) {
            return;
        }
        for (ToolDefinition tool : tools.definitions()) {
            request.addTools(dev.cortado.contracts.v1.ToolDefinition.newBuilder()
                    .setName(tool.name())
                    .setDescription(tool.description())
                    .setParametersJsonSchema(tool.parameters())
                    .setStrict(tool.strict()));
        }
        request.setToolChoice(choice(tools.choice()));
        if (tools.parallel() != null) {
            request.setParallelToolCalls(tools.parallel());
        }
    }

    private static dev.cortado.contracts.v1.ToolChoice choice(ToolChoice choice) {
        var built = dev.cortado.contracts.v1.ToolChoice.newBuilder();
        return switch (choice) {
            case ToolChoice.Auto _ -> built.setMode(Mode.AUTO).build();
            case ToolChoice.None _ -> built.setMode(Mode.NONE).build();
            case ToolChoice.Required _ -> built.setMode(Mode.REQUIRED).build();
            case ToolChoice.Function(String name) ->
                built.setMode(Mode.FUNCTION).setFunctionName(name).build();
        };
    }
}
