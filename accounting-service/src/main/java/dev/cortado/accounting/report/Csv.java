package dev.cortado.accounting.report;

import java.util.List;

/// Lines of comma-separated values (RFC 4180) that a spreadsheet takes as values, never as formulas.
public final class Csv {

    public static final String LINE_END = "\r\n";

    /// What spreadsheets take for the start of a formula or a command.
    private static final String FORMULA_STARTS = "=+-@\t\r";

    private Csv() {}

    /// One field.
    public sealed interface Cell {}

    /// Text of a user's or ours: made harmless where it could be a formula.
    public record Text(String value) implements Cell {}

    /// A number, written as it is.
    public record Figure(String value) implements Cell {
        public static Figure of(long value) {
            return new Figure(Long.toString(value));
        }
    }

    /// A value that there is not; nothing is written.
    public record Nothing() implements Cell {}

    public static final Cell NOTHING = new Nothing();

    /// Text, or nothing where it is empty.
    public static Cell textOrNothing(String value) {
        return value.isEmpty() ? NOTHING : new Text(value);
    }

    public static String line(List<? extends Cell> cells) {
        StringBuilder line = new StringBuilder();
        String separator = "";
        for (Cell cell : cells) {
            line.append(separator);
            separator = ",";
            switch (cell) {
                case Text text -> line.append(quoted(harmless(text.value())));
                case Figure number -> line.append(number.value());
                case Nothing _ -> {
                    // An empty field.
                }
            }
        }
        return line.append(LINE_END).toString();
    }

    /// With a leading apostrophe, which spreadsheets read as "this is text".
    private static String harmless(String value) {
        return !value.isEmpty() && FORMULA_STARTS.indexOf(value.charAt(0)) >= 0 ? "'" + value : value;
    }

    private static String quoted(String value) {
        boolean plain = value.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return plain ? value : '"' + value.replace("\"", "\"\"") + '"';
    }
}
