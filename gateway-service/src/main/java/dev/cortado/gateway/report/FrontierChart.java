package dev.cortado.gateway.report;

import static dev.cortado.gateway.report.ReportPage.usd;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// Mean utility over mean likely cost: the curve of what could be had, its knee, where the tenant is, and where the
/// most useful variant for everything would have been.
final class FrontierChart {

    private static final double WIDTH = 900;
    private static final double HEIGHT = 400;
    private static final double LEFT = 60;
    private static final double RIGHT = 64;
    private static final double TOP = 24;
    private static final double BOTTOM = 48;
    private static final double ROOM = 1.08;
    private static final int GRID = 5;
    private static final double THOUSAND = 1_000;

    private final UtilityReport report;
    private final double costMax;

    FrontierChart(UtilityReport report) {
        this.report = report;
        List<Double> costs = new ArrayList<>();
        report.curve().forEach(point -> costs.add(point.costUsd()));
        costs.add(report.here().costUsd());
        costs.add(report.alwaysBest().costUsd());
        this.costMax = ReportPage.most(costs) * ROOM;
    }

    String svg() {
        StringBuilder svg = new StringBuilder(String.format(
                Locale.ROOT,
                "<svg viewBox=\"0 0 %.0f %.0f\" role=\"img\" aria-label=\"Utility over cost of a request\">",
                WIDTH,
                HEIGHT));
        grid(svg);
        if (report.curve().size() > 1) {
            svg.append("<polyline class=\"curve\" points=\"")
                    .append(report.curve().stream()
                            .map(point -> String.format(Locale.ROOT, "%.1f,%.1f", x(point), y(point)))
                            .collect(Collectors.joining(" ")))
                    .append("\"/>");
        }
        UtilityReport.Point knee = report.knee();
        if (knee != null) {
            svg.append(String.format(
                    Locale.ROOT, "<circle class=\"knee\" cx=\"%.1f\" cy=\"%.1f\" r=\"11\"/>", x(knee), y(knee)));
            label(svg, knee, "knee", -16);
        }
        dot(svg, "best", report.alwaysBest(), "always the best", -12);
        dot(svg, "here", report.here(), "you", 24);
        return svg.append("</svg>").toString();
    }

    private void grid(StringBuilder svg) {
        for (int n = 0; n <= GRID; n++) {
            double utility = (double) n / GRID;
            double y = y(utility);
            svg.append(String.format(
                            Locale.ROOT,
                            "<line class=\"axis\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>",
                            LEFT,
                            y,
                            WIDTH - RIGHT,
                            y))
                    .append(String.format(
                            Locale.ROOT,
                            "<text class=\"quiet\" text-anchor=\"end\" x=\"%.1f\" y=\"%.1f\">%.1f</text>",
                            LEFT - 8,
                            y + 4,
                            utility));
            double cost = costMax * n / GRID;
            svg.append(String.format(
                    Locale.ROOT,
                    "<text class=\"quiet\" text-anchor=\"middle\" x=\"%.1f\" y=\"%.1f\">%s</text>",
                    x(cost),
                    HEIGHT - BOTTOM + 20,
                    ReportPage.escaped(usd(cost * THOUSAND))));
        }
        svg.append(String.format(
                Locale.ROOT,
                "<text class=\"quiet\" text-anchor=\"middle\" x=\"%.1f\" y=\"%.1f\">likely cost of a thousand"
                        + " requests; upwards: utility</text>",
                (LEFT + WIDTH - RIGHT) / 2,
                HEIGHT - 8));
    }

    private void dot(StringBuilder svg, String style, UtilityReport.Point point, String name, double below) {
        svg.append(String.format(
                Locale.ROOT, "<circle class=\"%s\" cx=\"%.1f\" cy=\"%.1f\" r=\"6\"/>", style, x(point), y(point)));
        label(svg, point, name, below);
    }

    private void label(StringBuilder svg, UtilityReport.Point point, String name, double below) {
        boolean right = x(point) > WIDTH / 2;
        svg.append(String.format(
                Locale.ROOT,
                "<text text-anchor=\"%s\" x=\"%.1f\" y=\"%.1f\">%s</text>",
                right ? "end" : "start",
                x(point),
                y(point) + below,
                name));
    }

    private double x(UtilityReport.Point point) {
        return x(point.costUsd());
    }

    private double x(double cost) {
        return LEFT + cost / costMax * (WIDTH - LEFT - RIGHT);
    }

    private double y(UtilityReport.Point point) {
        return y(point.utility());
    }

    private static double y(double utility) {
        return TOP + (1 - utility) * (HEIGHT - TOP - BOTTOM);
    }
}
