package dev.cortado.local.administration;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Rows in columns as wide as their widest cell; numbers stand to the right.
public final class Table {
    private static final String GAP = "  ";

    private final List<String> heads;
    private final List<List<String>> rows = new ArrayList<>();

    public Table(String... heads) {
        this(List.of(heads));
    }

    public Table(List<String> heads) {
        this.heads = List.copyOf(heads);
    }

    public Table row(String... cells) {
        return row(Arrays.asList(cells));
    }

    public Table row(List<String> cells) {
        if (cells.size() != heads.size()) {
            throw new IllegalArgumentException("a row of " + cells.size() + " cells below " + heads);
        }
        rows.add(cells.stream().map(Table::harmless).toList());
        return this;
    }

    /// @param nothing what to say where there is no row
    public void print(PrintStream out, String nothing) {
        if (rows.isEmpty()) {
            out.println(nothing);
            return;
        }
        int[] widths = new int[heads.size()];
        boolean[] numbers = new boolean[heads.size()];
        for (int column = 0; column < widths.length; column++) {
            int at = column;
            widths[at] =
                    rows.stream().mapToInt(row -> row.get(at).length()).max().orElse(0);
            widths[at] = Math.max(widths[at], heads.get(at).length());
            numbers[at] = rows.stream().allMatch(row -> row.get(at).matches("-?[0-9.]*"));
        }
        line(out, heads, widths, numbers);
        rows.forEach(row -> line(out, row, widths, numbers));
    }

    private static void line(PrintStream out, List<String> cells, int[] widths, boolean[] numbers) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < widths.length; column++) {
            String fill = " ".repeat(widths[column] - cells.get(column).length());
            line.append(column == 0 ? "" : GAP)
                    .append(numbers[column] ? fill + cells.get(column) : cells.get(column) + fill);
        }
        out.println(line.toString().stripTrailing());
    }

    /// What others named must not move the terminal's cursor.
    private static String harmless(String cell) {
        return cell.chars().noneMatch(Character::isISOControl) ? cell : cell.replaceAll("\\p{Cntrl}", "?");
    }
}
