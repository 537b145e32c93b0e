package dev.cortado.inference.template;

import com.hubspot.jinjava.interpret.JinjavaInterpreter;
import com.hubspot.jinjava.lib.filter.AdvancedFilter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The filter `tojson`, as chat templates know it: the text that Python's `json.dumps` makes without ASCII escapes.
/// What users wrote stays behind its mark.
final class ToJson implements AdvancedFilter {

    private static final int FLAT = -1;

    @Override
    public String getName() {
        return "tojson";
    }

    @Override
    public Object filter(
            @Nullable Object value, JinjavaInterpreter interpreter, Object[] args, Map<String, Object> named) {
        Object indent = args.length > 0 ? args[0] : named.get("indent");
        StringBuilder json = new StringBuilder();
        write(json, value, indent instanceof Number blanks ? blanks.intValue() : FLAT, 0);
        return json.toString();
    }

    private static void write(StringBuilder json, @Nullable Object value, int indent, int depth) {
        switch (value) {
            case null -> json.append("null");
            case RawJson raw -> json.append(raw.text());
            case Boolean truth -> json.append(truth);
            case Number number -> json.append(number);
            case Map<?, ?> members -> {
                List<Runnable> parts = new ArrayList<>();
                members.forEach((name, member) -> parts.add(() -> {
                    json.append('"')
                            .append(ContentMarks.quoted(String.valueOf(name)))
                            .append("\": ");
                    write(json, member, indent, depth + 1);
                }));
                write(json, "{", parts, "}", indent, depth);
            }
            case Collection<?> items -> {
                List<Runnable> parts = new ArrayList<>();
                items.forEach(item -> parts.add(() -> write(json, item, indent, depth + 1)));
                write(json, "[", parts, "]", indent, depth);
            }
            default ->
                json.append('"')
                        .append(ContentMarks.quoted(String.valueOf(value)))
                        .append('"');
        }
    }

    private static void write(
            StringBuilder json, String open, List<Runnable> parts, String close, int indent, int depth) {
        json.append(open);
        for (int i = 0; i < parts.size(); i++) {
            if (i > 0) {
                json.append(indent < 0 ? ", " : ",");
            }
            newline(json, indent, depth + 1);
            parts.get(i).run();
        }
        if (!parts.isEmpty()) {
            newline(json, indent, depth);
        }
        json.append(close);
    }

    private static void newline(StringBuilder json, int indent, int depth) {
        if (indent >= 0) {
            json.append('\n').append(" ".repeat(indent * depth));
        }
    }
}
