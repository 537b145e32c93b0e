package dev.cortado.inference.template;

import dev.cortado.inference.engine.Conversation;
import dev.cortado.inference.engine.ConversationMessage;
import dev.cortado.inference.engine.Tool;
import dev.cortado.inference.engine.ToolCall;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A conversation as chat templates expect it, with marks in place of what users wrote.
final class TemplateValues {

    private TemplateValues() {}

    static Map<String, Object> of(Conversation conversation, ContentMarks marks) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("messages", messages(conversation.messages(), marks));
        if (!conversation.tools().isNone()) {
            values.put("tools", tools(conversation.tools().tools(), marks));
        }
        return values;
    }

    private static List<Map<String, Object>> messages(List<ConversationMessage> messages, ContentMarks marks) {
        List<Map<String, Object>> read = new ArrayList<>();
        for (int i = 0; i < messages.size(); i++) {
            ConversationMessage message = messages.get(i);
            String name = "messages[" + i + "]";
            Map<String, Object> values = new LinkedHashMap<>();
            values.put("role", message.role().templateName());
            values.put("content", marks.message(message.content(), name));
            if (!message.calls().isEmpty()) {
                values.put("tool_calls", calls(message.calls(), name + ".tool_calls", marks));
            }
            read.add(values);
        }
        return read;
    }

    private static List<Map<String, Object>> calls(List<ToolCall> calls, String name, ContentMarks marks) {
        List<Map<String, Object>> read = new ArrayList<>();
        for (int i = 0; i < calls.size(); i++) {
            Map<String, Object> function = new LinkedHashMap<>();
            function.put("name", marks.text(calls.get(i).name(), name + "[" + i + "].function.name"));
            function.put(
                    "arguments",
                    new RawJson(marks.text(calls.get(i).argumentsJson(), name + "[" + i + "].function.arguments")));
            read.add(function(function));
        }
        return read;
    }

    private static List<Map<String, Object>> tools(List<Tool> tools, ContentMarks marks) {
        List<Map<String, Object>> read = new ArrayList<>();
        for (int i = 0; i < tools.size(); i++) {
            Tool tool = tools.get(i);
            String name = "tools[" + i + "].function";
            Map<String, Object> function = new LinkedHashMap<>();
            function.put("name", marks.text(tool.name(), name + ".name"));
            if (!tool.description().isEmpty()) {
                function.put("description", marks.text(tool.description(), name + ".description"));
            }
            if (!tool.parametersJson().isEmpty()) {
                function.put("parameters", new RawJson(marks.text(tool.parametersJson(), name + ".parameters")));
            }
            read.add(function(function));
        }
        return read;
    }

    private static Map<String, Object> function(Map<String, Object> function) {
        Map<String, Object> wrapped = new LinkedHashMap<>();
        wrapped.put("type", "function");
        wrapped.put("function", function);
        return wrapped;
    }
}
