package dev.cortado.gateway.report;

import java.util.List;
import java.util.Locale;

/// A tenant's report as a page of pictures: HTML that needs nothing from elsewhere.
public final class ReportPage {

    private static final double THOUSAND = 1_000;
    private static final double PERCENT = 100;
    private static final double NANOS_A_USD = 1e9;

    private static final String STYLE = """
            :root { color-scheme: light dark; --ink: #1d1b19; --paper: #fbf9f6; --quiet: #7a736b; --line: #d9d3ca;
              --curve: #9a5b2c; --here: #1d6f6a; --best: #8a8178; --bar: #c08a5a; --second: #1d6f6a; }
            @media (prefers-color-scheme: dark) { :root { --ink: #ece7e0; --paper: #1b1917; --quiet: #a29a90;
              --line: #3a3632; --curve: #d99a66; --here: #5cc3bb; --best: #8f867d; --bar: #b07d50; --second: #5cc3bb; } }
            body { font: 16px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); margin: 2rem auto;
              max-width: 60rem; padding: 0 1rem; }
            h1 { font-size: 1.6rem; margin: 0 0 .25rem; } h2 { font-size: 1.15rem; margin: 2.2rem 0 .5rem; }
            .quiet { color: var(--quiet); } svg { width: 100%; height: auto; } svg text { fill: var(--ink);
              font: 13px system-ui, sans-serif; } svg .quiet { fill: var(--quiet); }
            .tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(11rem, 1fr)); gap: .75rem; margin-top: 1rem; }
            .tile { border: 1px solid var(--line); border-radius: .6rem; padding: .6rem .8rem; }
            .tile b { display: block; font-size: 1.35rem; } table { border-collapse: collapse; width: 100%; }
            td, th { text-align: right; padding: .25rem .5rem; border-bottom: 1px solid var(--line); }
            td:first-child, th:first-child { text-align: left; overflow-wrap: anywhere; }
            .axis { stroke: var(--line); } .curve { stroke: var(--curve); fill: none; stroke-width: 2.5; }
            .knee { stroke: var(--curve); fill: none; stroke-width: 2; } .here { fill: var(--here); }
            .best { fill: var(--best); } .bar { fill: var(--bar); } .second { fill: var(--second); }
            """;

    private final UtilityReport report;

    public ReportPage(UtilityReport report) {
        this.report = report;
    }

    public String html() {
        StringBuilder page = new StringBuilder("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">")
                .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">")
                .append("<title>What the money bought</title><style>")
                .append(STYLE)
                .append("</style></head><body><h1>What the money bought</h1><p class=\"quiet\">")
                .append(escaped(report.span().from() + " to " + report.span().to()
                        + (report.span().project().isEmpty()
                                ? ""
                                : ", project " + report.span().project())))
                .append("</p>");
        if (report.total().requests() == 0) {
            return page.append("<p>No request was answered in this time.</p></body></html>")
                    .toString();
        }
        notes(page);
        tiles(page);
        section(page, "Where more stops paying", kneeSentence(), new FrontierChart(report).svg());
        section(
                page,
                "Day by day",
                "Spend (bars) and utility (dots) of each day, UTC.",
                new DaysChart(report.days()).svg());
        page.append("<h2>By variant</h2>");
        variants(page);
        return page.append("</body></html>").toString();
    }

    private void notes(StringBuilder page) {
        if (report.provisional()) {
            page.append("<p>Some utilities are not measured yet: a calibration replaces them.</p>");
        }
        if (report.truncated()) {
            page.append(String.format(
                    Locale.ROOT,
                    "<p>Only the newest %,d requests of this time were read.</p>",
                    report.total().requests()));
        }
    }

    private void tiles(StringBuilder page) {
        page.append("<div class=\"tiles\">");
        tile(page, String.format(Locale.ROOT, "%,d", report.total().requests()), "requests answered");
        tile(
                page,
                String.format(Locale.ROOT, "%,.1f", report.total().utility()),
                "utility bought (expected, 0 to 1 each)");
        tile(page, usd(report.total().cost().nanos() / NANOS_A_USD), "charged");
        tile(page, String.format(Locale.ROOT, "%,.0f", report.utilityPerUsd()), "utility per USD");
        tile(
                page,
                String.format(Locale.ROOT, "%.2f", report.utilityPerThousandTokens()),
                "utility per thousand tokens");
        tile(
                page,
                String.format(Locale.ROOT, "%.0f %%", report.savedShare() * PERCENT),
                String.format(
                        Locale.ROOT,
                        "saved against always the best variant, for %.1f %% less utility",
                        report.forgoneShare() * PERCENT));
        page.append("</div>");
    }

    private static void tile(StringBuilder page, String figure, String what) {
        page.append("<div class=\"tile\"><b>")
                .append(escaped(figure))
                .append("</b><span class=\"quiet\">")
                .append(escaped(what))
                .append("</span></div>");
    }

    private static void section(StringBuilder page, String title, String sentence, String picture) {
        page.append("<h2>")
                .append(escaped(title))
                .append("</h2><p>")
                .append(escaped(sentence))
                .append("</p>")
                .append(picture);
    }

    private String kneeSentence() {
        UtilityReport.Point knee = report.knee();
        if (knee == null) {
            return "There was nothing to choose from: every request had one candidate.";
        }
        String sentence = String.format(
                Locale.ROOT,
                "The line is what the same requests would have brought at each spend. Spending stopped paying at %s a"
                        + " thousand requests (utility %.3f)",
                usd(knee.costUsd() * THOUSAND),
                knee.utility());
        Double before = report.before();
        Double after = report.after();
        if (before != null && after != null) {
            sentence += String.format(
                    Locale.ROOT, ": the step to there brought %,.0f utility a USD, the next one %,.0f", before, after);
        }
        return sentence
                + String.format(
                        Locale.ROOT,
                        ". You spent %s a thousand (utility %.3f).",
                        usd(report.here().costUsd() * THOUSAND),
                        report.here().utility());
    }

    private void variants(StringBuilder page) {
        page.append("<table><tr><th>variant</th><th>requests</th><th>mean utility</th><th>charged</th><th>tokens</th>")
                .append("<th>utility per USD</th></tr>");
        for (UtilityReport.OfVariant each : report.variants()) {
            UtilityReport.Sum sum = each.sum();
            double usd = sum.cost().nanos() / NANOS_A_USD;
            page.append("<tr><td>")
                    .append(escaped(each.variant()))
                    .append(String.format(
                            Locale.ROOT,
                            "</td><td>%,d</td><td>%.3f</td><td>%s</td><td>%,d</td><td>%s</td></tr>",
                            sum.requests(),
                            sum.utility() / Math.max(1, sum.requests()),
                            usd(usd),
                            sum.tokens(),
                            usd > 0 ? String.format(Locale.ROOT, "%,.0f", sum.utility() / usd) : "free"));
        }
        page.append("</table>");
    }

    static String usd(double amount) {
        return String.format(Locale.ROOT, amount >= 1 ? "%,.2f USD" : "%.6f USD", amount);
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    /// The largest of these, at least a little above nothing, so that it can divide.
    static double most(List<Double> values) {
        return Math.max(
                1e-12, values.stream().mapToDouble(Double::doubleValue).max().orElse(0));
    }
}
