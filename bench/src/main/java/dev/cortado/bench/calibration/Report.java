package dev.cortado.bench.calibration;

import dev.cortado.evaluation.item.TaskClass;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// The result as one page that needs nothing else: the chart, what it says, and the figures.
final class Report {

    private final Outcome outcome;

    Report(Outcome outcome) {
        this.outcome = outcome;
    }

    String html() {
        StringBuilder page = new StringBuilder("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
                + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">"
                + "<meta name=\"color-scheme\" content=\"light dark\"><title>Cortado calibration</title><style>\n"
                + style()
                + "</style></head><body><main><h1>Utility against cost</h1>");
        page.append("<p class=\"facts\">").append(escaped(facts())).append("</p>");
        page.append("<figure>")
                .append(new Chart(outcome).svg())
                .append(legend())
                .append("</figure>");
        page.append("<ul>");
        new Sentences(outcome)
                .all()
                .forEach(each -> page.append("<li>").append(escaped(each)).append("</li>"));
        page.append("</ul><h2>Figures</h2>");
        ResultTable table = new ResultTable(outcome);
        table(
                page,
                ResultTable.heads(),
                outcome.measured().stream().map(table::cells).toList());
        page.append("<p class=\"facts\">").append(escaped(meaning())).append("</p>");
        page.append("<h2>Utility by class of task</h2>");
        classes(page);
        return page.append("</main></body></html>\n").toString();
    }

    private String facts() {
        return outcome.tasks().tasks().size() + " tasks of the set "
                + outcome.tasks().version()
                + (outcome.plan().quick() ? " (quick: intervals are wide)" : "") + ", answered greedily with "
                + outcome.plan().taskThreads() + " threads, " + Subject.STREAMS + " at a time. Rates with "
                + outcome.plan().rateThreads() + " threads, as the pools serve, medians of " + RateRun.RUNS + " runs.";
    }

    private String meaning() {
        return "utility: mean score, with Wilson's 95 % interval. in, out: tokens of a task. prefill/s: prompt tokens a"
                + " second. decode/s: tokens a second of all of 1, 2, 4, 8 streams. TTFT: of one stream on a short prompt."
                + " CPU s, J: of a task"
                + outcome.measured().stream()
                        .map(Measured::energySource)
                        .filter(source -> !source.isEmpty())
                        .distinct()
                        .findFirst()
                        .map(source -> source.contains("tdp")
                                ? "; energy is not counted here but "
                                        + Sentences.decimals(outcome.plan().tdpWatts(), 0)
                                        + " W (TDP) × busy share × time"
                                : "; energy by the processor's counters")
                        .orElse("")
                + ". MiB: anonymous + of files. $/1000: (in / prefill rate + out / decode rate of "
                + Measured.COST_STREAMS + " streams) × the pool's price of an hour, all of the hour in use.";
    }

    private static String legend() {
        return "<figcaption><span class=\"small\">● small</span> <span class=\"medium\">● medium</span>"
                + " <span class=\"large\">● large</span> <span class=\"special\">◆ fine-tuned, on its task</span>"
                + " <span>○ ringed: knee; line: hull; hollow: dominated; bars: 95 %</span></figcaption>";
    }

    private void classes(StringBuilder page) {
        List<TaskClass> classes = outcome.measured().stream()
                .flatMap(each -> each.byClass().keySet().stream())
                .distinct()
                .sorted()
                .toList();
        List<String> heads = new java.util.ArrayList<>(List.of("variant", "pool"));
        classes.forEach(each -> heads.add(each.word()));
        table(
                page,
                heads,
                outcome.measured().stream().map(each -> classRow(each, classes)).toList());
    }

    private static List<String> classRow(Measured each, List<TaskClass> classes) {
        Map<TaskClass, Interval> own = each.byClass();
        List<String> row = new java.util.ArrayList<>(
                List.of(each.subject().variant(), each.subject().pool()));
        for (TaskClass taskClass : classes) {
            Interval interval = own.get(taskClass);
            row.add(interval == null ? "–" : Sentences.decimals(interval.mean(), 3));
        }
        return row;
    }

    private static void table(StringBuilder page, List<String> heads, List<List<String>> rows) {
        page.append("<div class=\"wide\"><table><thead><tr>");
        heads.forEach(head -> page.append("<th>").append(escaped(head)).append("</th>"));
        page.append("</tr></thead><tbody>");
        for (List<String> row : rows) {
            page.append("<tr>");
            row.forEach(cell -> page.append("<td>").append(escaped(cell)).append("</td>"));
            page.append("</tr>");
        }
        page.append("</tbody></table></div>");
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    private static String style() {
        try (InputStream stream = Report.class.getResourceAsStream("report.css")) {
            return new String(Objects.requireNonNull(stream).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
