package dev.cortado.inference.batching;

import dev.cortado.inference.engine.OutputRule;
import dev.cortado.inference.engine.ToolCallPiece;
import dev.cortado.inference.engine.ToolCallShape;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads the tool calls out of a completion while it comes.
///
/// Text that may be the beginning of a call is held back, with the blanks before it. A call's arguments are passed on
/// as they come; what only looked like a call stays text. A completion that begins with a call's JSON without the marks
/// around it is read as that call, if the rule knows its function.
final class ToolCallReader {

    private static final Pattern HEAD = Pattern.compile(
            "\\s*\\{{1,2}\\s*\"name\"\\s*:\\s*\"([^\"\\\\]+)\"\\s*,\\s*\"(?:arguments|parameters)\"\\s*:\\s*(?=\\{)");

    private static final Pattern UNMARKED_TAIL = Pattern.compile("\\s*\\}");

    private final String beginning;
    private final Pattern markedTail;
    private final OutputRule.Unmarked unmarked;
    private Pattern tail;
    /// Whether there was no text but blanks so far.
    private boolean onlyCalls = true;
    private final StringBuilder held = new StringBuilder();
    private State state = State.TEXT;
    /// Blanks before what may be a call.
    private String blanks = "";
    private int calls;
    private int depth;
    private boolean inString;
    private boolean escaped;

    private enum State {
        TEXT,
        HEAD,
        ARGUMENTS,
        TAIL
    }

    /// What is certain now.
    record Read(String text, List<ToolCallPiece> calls) {}

    ToolCallReader(ToolCallShape shape, OutputRule.Unmarked unmarked) {
        this.beginning = shape.beginning();
        this.unmarked = unmarked;
        this.markedTail = Pattern.compile(
                "\\s*\\}" + (shape.ending().isEmpty() ? "" : "\\}?\\s*" + Pattern.quote(shape.ending())));
        this.tail = markedTail;
    }

    /// Whether a call was begun.
    boolean called() {
        return calls > 0;
    }

    Read add(String more) {
        held.append(more);
        StringBuilder text = new StringBuilder();
        List<ToolCallPiece> pieces = new ArrayList<>();
        boolean goesOn = true;
        while (goesOn) {
            goesOn = switch (state) {
                case TEXT -> text(text, pieces);
                case HEAD -> head(text, pieces);
                case ARGUMENTS -> arguments(pieces);
                case TAIL -> tail();
            };
        }
        return new Read(text.toString(), pieces);
    }

    /// What was held back, now that nothing follows.
    Read finish() {
        String rest = switch (state) {
            case TEXT -> held.toString();
            case HEAD -> blanks + beginningDropped() + held;
            case ARGUMENTS, TAIL -> "";
        };
        held.setLength(0);
        return new Read(called() && rest.isBlank() ? "" : rest, List.of());
    }

    /// More text may complete what does not match yet: that is what hitEnd is asked for.
    @SuppressWarnings("JdkObsolete")
    private boolean text(StringBuilder text, List<ToolCallPiece> pieces) {
        if (unmarkedMayBegin()) {
            Matcher head = HEAD.matcher(held);
            if (head.lookingAt() ? unmarked.names().contains(head.group(1)) : head.hitEnd()) {
                return beginUnmarked(head, pieces);
            }
        }
        int found = held.indexOf(beginning);
        int certain = found >= 0 ? found : held.length() - partial();
        while (certain > 0 && Character.isWhitespace(held.charAt(certain - 1))) {
            certain--;
        }
        text.append(held, 0, certain);
        onlyCalls &= certain == 0;
        if (found < 0) {
            held.delete(0, certain);
            return false;
        }
        blanks = held.substring(certain, found);
        held.delete(0, found + beginningDropped().length());
        state = State.HEAD;
        return true;
    }

    private boolean unmarkedMayBegin() {
        return onlyCalls && !unmarked.names().isEmpty() && (unmarked.several() || !called());
    }

    /// @return whether there is more to read
    private boolean beginUnmarked(Matcher head, List<ToolCallPiece> pieces) {
        if (!head.hasMatch()) {
            return false;
        }
        tail = UNMARKED_TAIL;
        begin(head, pieces);
        return true;
    }

    private void begin(Matcher head, List<ToolCallPiece> pieces) {
        pieces.add(new ToolCallPiece(calls++, newId(), head.group(1), ""));
        held.delete(0, head.end());
        depth = 0;
        inString = false;
        escaped = false;
        state = State.ARGUMENTS;
    }

    /// Length of the longest end of the held text that begins a call.
    private int partial() {
        for (int length = Math.min(beginning.length() - 1, held.length()); length > 0; length--) {
            if (beginning.startsWith(held.substring(held.length() - length))) {
                return length;
            }
        }
        return 0;
    }

    /// What of the beginning is no JSON.
    private String beginningDropped() {
        return beginning.indexOf('{') < 0 ? beginning : "";
    }

    /// As [#text].
    @SuppressWarnings("JdkObsolete")
    private boolean head(StringBuilder text, List<ToolCallPiece> pieces) {
        Matcher head = HEAD.matcher(held);
        if (head.lookingAt()) {
            tail = markedTail;
            begin(head, pieces);
            return true;
        }
        if (head.hitEnd()) {
            return false;
        }
        String dropped = beginningDropped();
        int passed = dropped.isEmpty() ? 1 : 0;
        text.append(blanks).append(dropped).append(held, 0, passed);
        onlyCalls = false;
        held.delete(0, passed);
        state = State.TEXT;
        return true;
    }

    private boolean arguments(List<ToolCallPiece> pieces) {
        int at = 0;
        boolean over = false;
        while (at < held.length() && !over) {
            over = passes(held.charAt(at++));
        }
        if (at > 0) {
            pieces.add(new ToolCallPiece(calls - 1, "", "", held.substring(0, at)));
            held.delete(0, at);
        }
        state = over ? State.TAIL : state;
        return over;
    }

    /// @return whether the arguments end with this character
    private boolean passes(char c) {
        if (inString) {
            inString = escaped || c != '"';
            escaped = !escaped && c == '\\';
            return false;
        }
        switch (c) {
            case '"' -> inString = true;
            case '{', '[' -> depth++;
            case '}', ']' -> depth--;
            default -> {
                return false;
            }
        }
        return depth == 0 && !inString;
    }

    /// As [#text].
    @SuppressWarnings("JdkObsolete")
    private boolean tail() {
        Matcher end = tail.matcher(held);
        if (end.lookingAt()) {
            held.delete(0, end.end());
        } else if (end.hitEnd()) {
            return false;
        }
        state = State.TEXT;
        return true;
    }

    private static String newId() {
        return "call_" + UUID.randomUUID().toString().replace("-", "");
    }
}
