package dev.cortado.inference.batching;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cortado.inference.engine.OutputRule;
import dev.cortado.inference.engine.ToolCallPiece;
import dev.cortado.inference.engine.ToolCallShape;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ToolCallReaderTest {

    private static final ToolCallShape TAGGED =
            new ToolCallShape("<call>\n{\"name\": \"", "\", \"arguments\": ", "}\n</call>", "\n");
    private static final ToolCallShape BARE = new ToolCallShape("{\"name\": \"", "\", \"parameters\": ", "}", "; ");
    private static final String ONE = "<call>\n{\"name\": \"f\", \"arguments\": {\"a\": [1, \"}\\\"{\"]}}\n</call>";
    private static final String TWO = "<call>\n{\"name\": \"g\", \"arguments\": {}}\n</call>";

    @Test
    void add_callsInAnyPieces_areReadTheSame() {
        String completion = "Let me look.\n" + ONE + "\n" + TWO + "\n";
        for (int size = 1; size <= completion.length(); size++) {
            Heard heard = heard(TAGGED, completion, size);
            assertEquals("Let me look.", heard.text, "pieces of " + size);
            assertEquals(List.of("f({\"a\": [1, \"}\\\"{\"]})", "g({})"), heard.calls(), "pieces of " + size);
        }
    }

    @Test
    void add_bareJson_isACallToo() {
        Heard heard = heard(BARE, "{\"name\": \"f\", \"parameters\": {\"a\": 1}}", 3);
        assertEquals("", heard.text);
        assertEquals(List.of("f({\"a\": 1})"), heard.calls());
    }

    @Test
    void add_plainText_comesAsItIs() {
        for (String text : List.of(
                "No tools.",
                "a < b, <cal and so on",
                "ends with <call",
                "  \n",
                "<call> is a tag",
                "so is \n<call> this")) {
            for (int size = 1; size <= text.length(); size++) {
                Heard heard = heard(TAGGED, text, size);
                assertEquals(text, heard.text);
                assertFalse(heard.called);
            }
        }
    }

    private static ToolCallReader unmarked(boolean several) {
        return new ToolCallReader(TAGGED, new OutputRule.Unmarked(Set.of("f", "g"), several));
    }

    @Test
    void add_callWithoutItsMarks_atTheBeginning_isRead() {
        String first = "\n{\"name\": \"f\", \"arguments\": {\"a\": \"}\"}}";
        String second = "\n{\"name\": \"g\", \"arguments\": {}}\n";
        for (int size = 1; size <= first.length(); size++) {
            Heard both = heard(unmarked(true), first + second + TWO, size);
            assertEquals("", both.text.strip(), "pieces of " + size);
            assertEquals(List.of("f({\"a\": \"}\"})", "g({})", "g({})"), both.calls(), "pieces of " + size);
            Heard one = heard(unmarked(false), first + second, size);
            assertEquals(second.strip(), one.text.strip(), "pieces of " + size);
            assertEquals(List.of("f({\"a\": \"}\"})"), one.calls(), "pieces of " + size);
        }
    }

    @Test
    void add_jsonThatIsNoKnownCall_orComesLater_staysText() {
        for (String text : List.of(
                "{\"name\": \"h\", \"arguments\": {}}",
                "So: {\"name\": \"f\", \"arguments\": {}}",
                "{\"name\": \"f\"}",
                "{\"name\"",
                "{ }")) {
            for (int size = 1; size <= text.length(); size++) {
                Heard heard = heard(unmarked(true), text, size);
                assertEquals(text, heard.text, "pieces of " + size);
                assertFalse(heard.called);
            }
        }
    }

    @Test
    void add_cutWithinArguments_tellsWhatCame() {
        Heard heard = heard(TAGGED, ONE.substring(0, ONE.indexOf("[1") + 2), 4);
        assertEquals(List.of("f({\"a\": [1)"), heard.calls());
        assertEquals("", heard.text);
        assertTrue(heard.called);
    }

    @Test
    void add_firstPieceOfACall_alonehasIdAndName() {
        ToolCallReader reader = new ToolCallReader(TAGGED, OutputRule.Unmarked.NONE);
        List<ToolCallPiece> pieces = new ArrayList<>(reader.add(ONE).calls());
        assertTrue(pieces.getFirst().id().startsWith("call_"));
        assertEquals("f", pieces.getFirst().name());
        assertEquals("", pieces.get(1).id());
        assertEquals("", pieces.get(1).name());
    }

    private record Heard(String text, List<ToolCallPiece> pieces, boolean called) {

        List<String> calls() {
            TreeMap<Integer, String> calls = new TreeMap<>();
            for (ToolCallPiece piece : pieces) {
                String begun = calls.getOrDefault(piece.position(), piece.name() + "(");
                calls.put(piece.position(), begun + piece.argumentsJson());
            }
            return calls.values().stream().map(call -> call + ")").toList();
        }
    }

    private static Heard heard(ToolCallShape shape, String completion, int size) {
        return heard(new ToolCallReader(shape, OutputRule.Unmarked.NONE), completion, size);
    }

    private static Heard heard(ToolCallReader reader, String completion, int size) {
        StringBuilder text = new StringBuilder();
        List<ToolCallPiece> pieces = new ArrayList<>();
        for (int at = 0; at < completion.length(); at += size) {
            ToolCallReader.Read read = reader.add(completion.substring(at, Math.min(completion.length(), at + size)));
            text.append(read.text());
            pieces.addAll(read.calls());
        }
        text.append(reader.finish().text());
        return new Heard(text.toString(), pieces, reader.called());
    }
}
