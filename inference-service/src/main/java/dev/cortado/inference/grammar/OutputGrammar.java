package dev.cortado.inference.grammar;

import dev.cortado.inference.engine.Conversation;
import dev.cortado.inference.engine.OutputRule;
import dev.cortado.inference.engine.ResponseFormat;
import dev.cortado.inference.engine.Tool;
import dev.cortado.inference.engine.ToolCallShape;
import dev.cortado.inference.engine.ToolUse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The rule for what answers a conversation: its format, the tools that may or must be called, or either.
public final class OutputGrammar {

    private static final String FORMAT_FIELD = "response_format.json_schema.schema";
    private static final int CALLS_MAX = 32;

    private final SchemaLimits limits;
    private final Rules rules;

    private OutputGrammar(SchemaLimits limits) {
        this.limits = limits;
        this.rules = new Rules(limits.rulesMax());
    }

    /// How a model's tool calls look, and the token that begins one.
    ///
    /// @param trigger that token; [OutputRule#FROM_START] where no single token does
    public record CallMarks(ToolCallShape shape, int trigger) {}

    /// What came of it.
    public sealed interface Outcome {}

    public record Ruled(OutputRule rule) implements Outcome {}

    /// @param field what the client calls the keyword that cannot be held to
    public record Unsupported(String field, String reason) implements Outcome {}

    /// @param marks empty for a model without tools
    public static Outcome of(Conversation conversation, Optional<CallMarks> marks, SchemaLimits limits) {
        ToolUse tools = conversation.tools();
        boolean text = conversation.format() instanceof ResponseFormat.Text;
        if (tools.isNone() && text) {
            return new Ruled(OutputRule.FREE);
        }
        if (!tools.isNone() && marks.isEmpty()) {
            return new Unsupported("tools", "the model's chat template takes no tools");
        }
        try {
            return new Ruled(new OutputGrammar(limits).rule(conversation, marks));
        } catch (Refused e) {
            return new Unsupported(e.field, String.valueOf(e.getMessage()));
        } catch (UnsupportedSchema e) {
            return new Unsupported("tools", String.valueOf(e.getMessage()));
        }
    }

    private OutputRule rule(Conversation conversation, Optional<CallMarks> marks) {
        ToolUse tools = conversation.tools();
        boolean text = conversation.format() instanceof ResponseFormat.Text;
        if (tools.isNone()) {
            rules.define("root", content(conversation.format()));
            return new OutputRule(rules.text(), OutputRule.FROM_START, Optional.empty());
        }
        CallMarks with = marks.orElseThrow();
        Optional<ToolCallShape> shape = Optional.of(with.shape());
        if (tools.forced()) {
            rules.define("root", calls(tools, with.shape()));
            return new OutputRule(rules.text(), OutputRule.FROM_START, shape);
        }
        if (!text) {
            rules.define("root", content(conversation.format()) + " | " + calls(tools, with.shape()));
            return new OutputRule(rules.text(), OutputRule.FROM_START, shape);
        }
        if (with.trigger() == OutputRule.FROM_START) {
            tools.tools().stream().filter(Tool::strict).findFirst().ifPresent(strict -> {
                throw new Refused("tools", "this model's calls are held to a schema where tool_choice forces one only");
            });
            return new OutputRule("", OutputRule.FROM_START, shape, unmarked(tools));
        }
        rules.define("root", calls(tools, with.shape()));
        return new OutputRule(rules.text(), with.trigger(), shape, unmarked(tools));
    }

    /// No grammar holds a call that begins without its mark, so a strict function is not called that way.
    private static OutputRule.Unmarked unmarked(ToolUse tools) {
        Set<String> names = tools.callable().stream()
                .filter(tool -> !tool.strict())
                .map(Tool::name)
                .collect(Collectors.toSet());
        return new OutputRule.Unmarked(names, tools.several());
    }

    private String content(ResponseFormat format) {
        return switch (format) {
            case ResponseFormat.Text() -> throw new IllegalStateException("a text has no grammar");
            case ResponseFormat.JsonObject() -> rules.json(Rules.OBJECT);
            case ResponseFormat.JsonSchema(var schema) -> schema(schema, FORMAT_FIELD);
        };
    }

    private String calls(ToolUse tools, ToolCallShape shape) {
        List<String> alternatives = new ArrayList<>();
        for (int i = 0; i < tools.tools().size(); i++) {
            Tool tool = tools.tools().get(i);
            if (tools.callable().contains(tool)) {
                String head = shape.open() + tool.name() + shape.middle();
                alternatives.add(rules.add(Rules.literal(head) + " " + arguments(tool, "tools[" + i + "]") + " "
                        + Rules.literal(shape.close())));
            }
        }
        String call = rules.add(String.join(" | ", alternatives));
        boolean one = !tools.several() || tools.choice() instanceof ToolUse.Choice.Named;
        if (one) {
            return call;
        }
        String further = rules.add(Rules.literal(shape.separator()) + " " + call);
        return rules.add(call + " " + further + "{0," + (CALLS_MAX - 1) + "}");
    }

    /// A schema that is not strict and cannot be held to leaves the arguments any object, as a hint to the model only.
    private String arguments(Tool tool, String field) {
        if (tool.parametersJson().isBlank()) {
            return rules.json(Rules.OBJECT);
        }
        Map<String, String> before = rules.snapshot();
        try {
            return schema(tool.parametersJson(), field + ".function.parameters");
        } catch (Refused e) {
            if (tool.strict()) {
                throw e;
            }
            rules.restore(before);
            return rules.json(Rules.OBJECT);
        }
    }

    private String schema(String text, String field) {
        try {
            // A schema's JSON nests two deep for each schema in it.
            return new SchemaGrammar(JsonReader.read(text, 2 * limits.depthMax() + 2), limits, rules).root();
        } catch (UnsupportedSchema e) {
            String pointer = e.pointer();
            throw new Refused(
                    field + pointer.replace('/', '.'),
                    e.getMessage() + (pointer.isEmpty() ? "" : " (at #" + pointer + ")"));
        } catch (IllegalArgumentException e) {
            throw new Refused(field, String.valueOf(e.getMessage()));
        }
    }

    private static final class Refused extends RuntimeException {

        private final String field;

        Refused(String field, String reason) {
            super(reason);
            this.field = field;
        }
    }
}
