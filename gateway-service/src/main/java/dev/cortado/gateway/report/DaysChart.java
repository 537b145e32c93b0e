package dev.cortado.gateway.report;

import static dev.cortado.gateway.report.ReportPage.usd;

import java.util.List;
import java.util.Locale;

/// Spend and utility of each day: bars and dots, each on a scale of its own.
final class DaysChart {

    private static final double WIDTH = 900;
    private static final double HEIGHT = 240;
    private static final double SIDE = 10;
    private static final double TOP = 24;
    private static final double BOTTOM = 30;
    private static final double BAR_MAX = 60;
    private static final double BAR_SHARE = .7;
    private static final int LABELS_MAX = 10;
    private static final double NANOS_A_USD = 1e9;

    private final List<UtilityReport.OfDay> days;
    private final double usdMax;
    private final double utilityMax;

    DaysChart(List<UtilityReport.OfDay> days) {
        this.days = days;
        this.usdMax = ReportPage.most(days.stream().map(DaysChart::usdOf).toList());
        this.utilityMax =
                ReportPage.most(days.stream().map(day -> day.sum().utility()).toList());
    }

    String svg() {
        StringBuilder svg = new StringBuilder(String.format(
                Locale.ROOT,
                "<svg viewBox=\"0 0 %.0f %.0f\" role=\"img\" aria-label=\"Spend and utility by day\">",
                WIDTH,
                HEIGHT));
        svg.append(String.format(
                Locale.ROOT,
                "<text class=\"quiet\" x=\"%.1f\" y=\"14\">highest: %s a day, %.1f utility a day</text>",
                SIDE,
                ReportPage.escaped(usd(usdMax)),
                utilityMax));
        double step = (WIDTH - 2 * SIDE) / days.size();
        double bar = Math.min(BAR_MAX, step * BAR_SHARE);
        int labelled = Math.ceilDiv(days.size(), LABELS_MAX);
        for (int n = 0; n < days.size(); n++) {
            UtilityReport.OfDay day = days.get(n);
            double middle = SIDE + step * (n + .5);
            double spend = usdOf(day) / usdMax * height();
            svg.append(String.format(
                            Locale.ROOT,
                            "<rect class=\"bar\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"><title>%s: %s,"
                                    + " %.1f utility, %,d requests</title></rect>",
                            middle - bar / 2,
                            floor() - spend,
                            bar,
                            spend,
                            day.day(),
                            ReportPage.escaped(usd(usdOf(day))),
                            day.sum().utility(),
                            day.sum().requests()))
                    .append(String.format(
                            Locale.ROOT,
                            "<circle class=\"second\" cx=\"%.1f\" cy=\"%.1f\" r=\"5\"/>",
                            middle,
                            floor() - day.sum().utility() / utilityMax * height()));
            if (n % labelled == 0) {
                svg.append(String.format(
                        Locale.ROOT,
                        "<text class=\"quiet\" text-anchor=\"middle\" x=\"%.1f\" y=\"%.1f\">%s</text>",
                        middle,
                        HEIGHT - 8,
                        day.day().toString().substring(5)));
            }
        }
        return svg.append("</svg>").toString();
    }

    private static double usdOf(UtilityReport.OfDay day) {
        return day.sum().cost().nanos() / NANOS_A_USD;
    }

    private static double height() {
        return HEIGHT - TOP - BOTTOM;
    }

    private static double floor() {
        return HEIGHT - BOTTOM;
    }
}
