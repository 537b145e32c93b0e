package dev.cortado.bench.calibration;

import dev.cortado.router.frontier.Offer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// Utility against cost as an SVG: a point with its interval for each variant, the hull as a line, the knee ringed.
/// Colours come from the page's style, so that it can be read on light and dark.
final class Chart {

    private static final double WIDTH = 900;
    private static final double HEIGHT = 480;
    private static final double LEFT = 62;
    private static final double RIGHT = 24;
    private static final double TOP = 20;
    private static final double BOTTOM = 52;
    private static final double LETTER = 6.6;
    private static final double LINE = 15;
    private static final double COST_ROOM = 1.3;
    private static final int GRID = 5;

    private final Outcome outcome;
    private final List<Measured> shown;
    private final double costMax;
    private final List<double[]> taken = new ArrayList<>();

    Chart(Outcome outcome) {
        this.outcome = outcome;
        this.shown = outcome.measured().stream()
                .filter(each -> outcome.cost(each).isPresent())
                .toList();
        this.costMax = shown.stream()
                        .mapToDouble(each -> outcome.cost(each).orElseThrow())
                        .max()
                        .orElse(1)
                * COST_ROOM;
    }

    String svg() {
        StringBuilder svg = new StringBuilder(String.format(
                Locale.ROOT,
                "<svg viewBox=\"0 0 %.0f %.0f\" role=\"img\" aria-label=\"Utility against cost\">",
                WIDTH,
                HEIGHT));
        grid(svg);
        outcome.frontier().ifPresent(known -> hull(svg, known.hull()));
        shown.forEach(each -> taken.add(new double[] {x(each) - 7, y(each) - 7, x(each) + 7, y(each) + 7}));
        outcome.stop()
                .ifPresent(stop -> svg.append(String.format(
                        Locale.ROOT,
                        "<circle class=\"knee\" cx=\"%.1f\" cy=\"%.1f\" r=\"12\"><title>Knee: %s</title></circle>",
                        x(stop.knee().cost()),
                        y(stop.knee().utility()),
                        Report.escaped(stop.knee().name()))));
        shown.forEach(each -> point(svg, each));
        return svg.append("</svg>").toString();
    }

    private void grid(StringBuilder svg) {
        for (int i = 0; i <= GRID; i++) {
            double utility = (double) i / GRID;
            double cost = costMax * i / GRID;
            line(svg, "grid", LEFT, y(utility), WIDTH - RIGHT, y(utility));
            text(svg, "tick end", LEFT - 8, y(utility) + 4, Sentences.decimals(utility, 1));
            text(
                    svg,
                    "tick middle",
                    x(cost),
                    HEIGHT - BOTTOM + 18,
                    "$" + Sentences.decimals(cost, costMax < .1 ? 4 : 3));
        }
        line(svg, "axis", LEFT, y(0), WIDTH - RIGHT, y(0));
        line(svg, "axis", LEFT, y(0), LEFT, y(1));
        text(svg, "name middle", (LEFT + WIDTH - RIGHT) / 2, HEIGHT - 12, "cost of a thousand tasks, USD");
        svg.append(String.format(
                Locale.ROOT,
                "<text class=\"name middle\" transform=\"translate(16 %.1f) rotate(-90)\">utility</text>",
                (TOP + HEIGHT - BOTTOM) / 2));
    }

    private void hull(StringBuilder svg, List<Offer> hull) {
        String points = hull.stream()
                .map(offer -> String.format(Locale.ROOT, "%.1f,%.1f", x(offer.cost()), y(offer.utility())))
                .collect(Collectors.joining(" "));
        svg.append("<polyline class=\"hull\" points=\"").append(points).append("\"/>");
    }

    private void point(StringBuilder svg, Measured each) {
        Interval utility = each.utility().orElseThrow();
        boolean special = each.subject().task() != null;
        svg.append("<g class=\"")
                .append(special ? "special" : each.subject().tier())
                .append("\"><title>")
                .append(Report.escaped(title(each)))
                .append("</title>");
        line(svg, "interval", x(each), y(utility.low()), x(each), y(utility.high()));
        svg.append(
                special
                        ? String.format(
                                Locale.ROOT,
                                "<rect class=\"dot\" x=\"%.1f\" y=\"%.1f\" width=\"11\" height=\"11\" transform=\"rotate(45 %.1f %.1f)\"/>",
                                x(each) - 5.5,
                                y(each) - 5.5,
                                x(each),
                                y(each))
                        : String.format(
                                Locale.ROOT,
                                "<circle class=\"dot%s\" cx=\"%.1f\" cy=\"%.1f\" r=\"6\"/>",
                                outcome.onHull(each) ? "" : " under",
                                x(each),
                                y(each)));
        label(svg, each);
        svg.append("</g>");
    }

    /// At the first place around the point where nothing stands yet.
    private void label(StringBuilder svg, Measured each) {
        String label = each.subject().variant() + (each.subject().task() == null ? "" : " (on its task)");
        double width = label.length() * LETTER;
        double[] best = null;
        for (double down :
                new double[] {0, LINE, -LINE, 2 * LINE, -2 * LINE, 3 * LINE, -3 * LINE, 4 * LINE, -4 * LINE}) {
            for (double left : new double[] {x(each) + 12, x(each) - 12 - width}) {
                double[] box = {left, y(each) + down - LINE / 2, left + width, y(each) + down + LINE / 2};
                boolean inside = box[0] > LEFT && box[2] < WIDTH && box[1] > 0 && box[3] < HEIGHT - BOTTOM;
                if (best == null && inside && taken.stream().noneMatch(other -> overlap(box, other))) {
                    best = box;
                }
            }
        }
        double[] box =
                best == null ? new double[] {x(each) + 12, y(each) - LINE / 2, x(each), y(each) + LINE / 2} : best;
        taken.add(box);
        text(svg, "label", box[0], box[3] - 4, label);
    }

    private static boolean overlap(double[] a, double[] b) {
        return a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];
    }

    private String title(Measured each) {
        Interval utility = each.utility().orElseThrow();
        return each.subject().name() + ": utility " + Sentences.decimals(utility.mean(), 3) + " ("
                + Sentences.decimals(utility.low(), 3) + " to " + Sentences.decimals(utility.high(), 3) + ", "
                + utility.count() + " tasks), $"
                + Sentences.decimals(outcome.cost(each).orElseThrow(), 4)
                + " a thousand tasks"
                + outcome.dominated(each)
                        .map(found -> ". " + Sentences.dominated(found))
                        .orElse("");
    }

    private double x(Measured each) {
        return x(outcome.cost(each).orElseThrow());
    }

    private double y(Measured each) {
        return y(each.utility().orElseThrow().mean());
    }

    private double x(double cost) {
        return LEFT + (WIDTH - LEFT - RIGHT) * cost / costMax;
    }

    private static double y(double utility) {
        return TOP + (HEIGHT - TOP - BOTTOM) * (1 - utility);
    }

    private static void line(StringBuilder svg, String style, double x1, double y1, double x2, double y2) {
        svg.append(String.format(
                Locale.ROOT,
                "<line class=\"%s\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>",
                style,
                x1,
                y1,
                x2,
                y2));
    }

    private static void text(StringBuilder svg, String style, double x, double y, String text) {
        svg.append(String.format(Locale.ROOT, "<text class=\"%s\" x=\"%.1f\" y=\"%.1f\">", style, x, y))
                .append(Report.escaped(text))
                .append("</text>");
    }
}
