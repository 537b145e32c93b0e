package dev.cortado.bench.calibration;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/// The result as a table for a terminal, with the sentences below.
final class ResultTable {

    static final String UNMEASURED = "unmeasured";

    private static final List<String> HEADS = List.of(
            "variant",
            "pool",
            "tasks",
            "utility",
            "95 %",
            "in",
            "out",
            "prefill/s",
            "decode/s 1",
            "2",
            "4",
            "8",
            "TTFT ms",
            "CPU s",
            "J",
            "MiB",
            "$/1000");
    private static final double MIB = 1 << 20;

    private final Outcome outcome;

    ResultTable(Outcome outcome) {
        this.outcome = outcome;
    }

    static List<String> heads() {
        return HEADS;
    }

    List<String> lines() {
        List<List<String>> rows = new ArrayList<>(List.of(HEADS));
        outcome.measured().forEach(each -> rows.add(cells(each)));
        int[] widths = new int[HEADS.size()];
        rows.forEach(row -> {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        });
        List<String> lines = new ArrayList<>();
        rows.forEach(row -> lines.add(line(row, widths)));
        lines.add("");
        lines.addAll(new Sentences(outcome).all());
        return lines;
    }

    List<String> cells(Measured each) {
        String task =
                each.subject().task() == null ? "" : " of " + each.subject().task();
        List<String> cells = new ArrayList<>(List.of(
                each.subject().variant(),
                each.subject().pool(),
                each.scores().size() + task,
                each.utility().map(found -> Sentences.decimals(found.mean(), 3)).orElse(UNMEASURED),
                each.utility()
                        .map(found -> Sentences.decimals(found.low(), 3) + "-" + Sentences.decimals(found.high(), 3))
                        .orElse(""),
                number(each.promptTokens(), 1),
                number(each.completionTokens(), 1),
                number(each.prefillTokensPerSecond(), 0)));
        RateRun.STREAMS.forEach(streams -> cells.add(number(each.decodeTokensPerSecond(streams), 1)));
        Double first = each.firstTokenMillis().get(1);
        cells.add(first == null ? UNMEASURED : number(first, 0));
        cells.add(number(each.cpuSeconds(), 2));
        cells.add(number(each.joules(), 1));
        cells.add(memory(each.anonymousBytes(), each.fileBytes()));
        cells.add(outcome.cost(each).map(cost -> Sentences.decimals(cost, 4)).orElse(UNMEASURED));
        return cells;
    }

    private static String memory(OptionalLong anonymous, OptionalLong file) {
        return anonymous.isEmpty() || file.isEmpty()
                ? UNMEASURED
                : Sentences.decimals(anonymous.getAsLong() / MIB, 0) + "+"
                        + Sentences.decimals(file.getAsLong() / MIB, 0);
    }

    private static String number(OptionalDouble value, int decimals) {
        return value.isEmpty() ? UNMEASURED : number(value.getAsDouble(), decimals);
    }

    private static String number(double value, int decimals) {
        return Double.isNaN(value) ? UNMEASURED : Sentences.decimals(value, decimals);
    }

    private static String line(List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String space = " ".repeat(widths[i] - row.get(i).length());
            line.append(i < 2 ? row.get(i) + space : space + row.get(i)).append("  ");
        }
        return line.toString().stripTrailing();
    }
}
