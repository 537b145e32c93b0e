package dev.cortado.inference.grpc;

import dev.cortado.contracts.v1.GenerateRequest;
import dev.cortado.contracts.v1.SamplingOptions;
import dev.cortado.contracts.v1.ToolChoice;
import dev.cortado.contracts.v1.ToolDefinition;
import dev.cortado.inference.engine.ResponseFormat;
import dev.cortado.inference.engine.Tool;
import dev.cortado.inference.engine.ToolCall;
import dev.cortado.inference.engine.ToolUse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;

/// Reads what a request asks of its answer: tools, format, bias, likelihoods. Throws [IllegalArgumentException] whose
/// message begins with the field.
final class AnswerReader {

    private static final Pattern FUNCTION_NAME = Pattern.compile("[A-Za-z0-9_.-]{1,128}");
    private static final String NO_PARAMETERS = "";
    private static final String NO_ARGUMENTS = "{}";

    private final AnswerLimits limits;

    AnswerReader(AnswerLimits limits) {
        this.limits = limits;
    }

    /// The tools that the model is shown. Where none is to be called it is shown none.
    ToolUse tools(GenerateRequest request) {
        ToolChoice.Mode mode = request.getToolChoice().getMode();
        List<Tool> tools = definitions(request.getToolsList());
        if (mode == ToolChoice.Mode.NONE) {
            return ToolUse.NONE;
        }
        boolean several = !request.hasParallelToolCalls() || request.getParallelToolCalls();
        if (!tools.isEmpty()) {
            return new ToolUse(tools, choice(request.getToolChoice(), tools), several);
        }
        if (mode == ToolChoice.Mode.REQUIRED || mode == ToolChoice.Mode.FUNCTION) {
            throw new IllegalArgumentException("tool_choice: there are no tools to choose from");
        }
        return ToolUse.NONE;
    }

    ResponseFormat format(GenerateRequest request) {
        String schema = request.getResponseFormat().getJsonSchema();
        return switch (request.getResponseFormat().getType()) {
            case "", "text" -> new ResponseFormat.Text();
            case "json_object" -> new ResponseFormat.JsonObject();
            case "json_schema" -> new ResponseFormat.JsonSchema(bounded("response_format.json_schema.schema", schema));
            default ->
                throw new IllegalArgumentException("response_format.type: '"
                        + request.getResponseFormat().getType() + "' is not served by this node");
        };
    }

    List<ToolCall> calls(String field, List<dev.cortado.contracts.v1.ToolCall> calls) {
        if (calls.size() > limits.toolsMax()) {
            throw new IllegalArgumentException(field + ": at most " + limits.toolsMax() + " calls are served");
        }
        List<ToolCall> read = new ArrayList<>();
        for (int i = 0; i < calls.size(); i++) {
            String name = calls.get(i).getName();
            checkName(field + "[" + i + "].function.name", name);
            String arguments = calls.get(i).getArgumentsJson();
            read.add(new ToolCall(calls.get(i).getId(), name, arguments.isBlank() ? NO_ARGUMENTS : arguments));
        }
        return read;
    }

    Map<Integer, Double> bias(SamplingOptions options) {
        if (options.getLogitBiasCount() > limits.logitBiasesMax()) {
            throw new IllegalArgumentException(
                    "sampling.logit_bias: at most " + limits.logitBiasesMax() + " tokens are served");
        }
        return options.getLogitBiasMap();
    }

    OptionalInt topLogprobs(SamplingOptions options) {
        int top = options.getTopLogprobs();
        if (top < 0 || top > limits.topLogprobsMax()) {
            throw new IllegalArgumentException(
                    "sampling.top_logprobs: must be 0 to " + limits.topLogprobsMax() + ", not " + top);
        }
        if (top > 0 && !options.getLogprobs()) {
            throw new IllegalArgumentException("sampling.top_logprobs: needs logprobs");
        }
        return options.getLogprobs() ? OptionalInt.of(top) : OptionalInt.empty();
    }

    static int choices(SamplingOptions options) {
        if (options.getN() < 0) {
            throw new IllegalArgumentException("sampling.n: must be at least 1, not " + options.getN());
        }
        return Math.max(1, options.getN());
    }

    private List<Tool> definitions(List<ToolDefinition> definitions) {
        if (definitions.size() > limits.toolsMax()) {
            throw new IllegalArgumentException("tools: at most " + limits.toolsMax() + " are served");
        }
        List<Tool> tools = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (int i = 0; i < definitions.size(); i++) {
            ToolDefinition definition = definitions.get(i);
            String field = "tools[" + i + "].function";
            checkName(field + ".name", definition.getName());
            if (!names.add(definition.getName())) {
                throw new IllegalArgumentException(field + ".name: '" + definition.getName() + "' is defined twice");
            }
            String schema = definition.getParametersJsonSchema();
            tools.add(new Tool(
                    definition.getName(),
                    definition.getDescription(),
                    schema.isBlank() ? NO_PARAMETERS : bounded(field + ".parameters", schema),
                    definition.getStrict()));
        }
        return tools;
    }

    private static ToolUse.Choice choice(ToolChoice choice, List<Tool> tools) {
        return switch (choice.getMode()) {
            case MODE_UNSPECIFIED, AUTO, NONE -> new ToolUse.Choice.Free();
            case REQUIRED -> new ToolUse.Choice.Required();
            case FUNCTION -> {
                String name = choice.getFunctionName();
                if (tools.stream().noneMatch(tool -> tool.name().equals(name))) {
                    throw new IllegalArgumentException("tool_choice: there is no tool '" + name + "'");
                }
                yield new ToolUse.Choice.Named(name);
            }
            case UNRECOGNIZED -> throw new IllegalArgumentException("tool_choice: not served by this node");
        };
    }

    private static void checkName(String field, String name) {
        if (!FUNCTION_NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(field + ": must be 1 to 128 letters, digits, '_', '-' and '.'");
        }
    }

    private String bounded(String field, String schema) {
        if (schema.getBytes(StandardCharsets.UTF_8).length > limits.schemaBytesMax()) {
            throw new IllegalArgumentException(
                    field + ": a schema may have at most " + limits.schemaBytesMax() + " bytes");
        }
        return schema;
    }
}
