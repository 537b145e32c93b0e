package dev.cortado.accounting.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.cortado.accounting.report.Csv;
import dev.cortado.accounting.report.Figures;
import dev.cortado.accounting.report.Grouping;
import dev.cortado.accounting.report.Meter;
import dev.cortado.accounting.report.SpendLine;
import dev.cortado.accounting.report.SpendPage;
import dev.cortado.accounting.report.SpendQuery;
import dev.cortado.contracts.unit.NanoUsd;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reports of spend as JSON and as CSV. What running cost the operator is shown to the platform's administrators only.
final class SpendViews {

    private SpendViews() {}

    /// @param lines in the order of what they are grouped by
    /// @param next what to send as `cursor` for the lines behind these; absent: there are none
    /// @param asOf whatever the usage log took in before is in
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    public record Report(
            Optional<String> node,
            Instant from,
            Instant to,
            String zone,
            List<String> groupings,
            List<Line> lines,
            Optional<String> next,
            Instant asOf) {}

    /// @param by a value of each grouping
    /// @param names of tenant nodes among them, as people call them
    /// @param requests attempts that started
    /// @param meters disjoint: prompt tokens that came from a cache are under `cached_prompt` only
    /// @param netUsd charge and corrections together
    /// @param operatorBorneUsd used, but charged to nobody
    /// @param carriedRequests came after the books of their month were closed; their charge is in the next
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    public record Line(
            Map<String, String> by,
            Map<String, String> names,
            long requests,
            Map<String, MeterView> meters,
            String chargeUsd,
            long chargeNanoUsd,
            String correctionsUsd,
            long correctionsNanoUsd,
            String netUsd,
            long netNanoUsd,
            String operatorBorneUsd,
            long operatorBorneNanoUsd,
            long carriedRequests,
            long carriedChargeNanoUsd,
            Optional<ProfilesView> profiles,
            Optional<String> operatorCostUsd,
            Optional<Long> operatorCostNanoUsd,
            Optional<String> marginUsd,
            Optional<Long> marginNanoUsd) {}

    /// What prompt profiles took and saved; absent where no request had one. Saved is avoided prefill and its price on
    /// the
    /// same variant, not time one for one.
    ///
    /// @param savedUsdAtMost at the price of computed prompt tokens
    /// @param savedUsdAtLeast at the price of cached ones
    public record ProfilesView(
            long requests, long promptTokens, long promptTokensSaved, String savedUsdAtMost, String savedUsdAtLeast) {}

    public record MeterView(long tokens, long chargeNanoUsd) {}

    static Report report(SpendQuery query, SpendPage page, boolean operator) {
        return new Report(
                query.node().map(SpendQuery.Node::id),
                query.span().from(),
                query.span().to(),
                query.span().zone().getId(),
                query.groupings().stream().map(Grouping::word).toList(),
                page.lines().stream()
                        .map(line -> line(query.groupings(), line, operator))
                        .toList(),
                page.next().map(cursor -> cursor.text(query)),
                page.asOf());
    }

    private static Line line(List<Grouping> groupings, SpendLine line, boolean operator) {
        Map<String, String> by = new LinkedHashMap<>();
        Map<String, String> names = new LinkedHashMap<>();
        for (int i = 0; i < groupings.size(); i++) {
            String word = groupings.get(i).word();
            by.put(word, line.keys().get(i));
            line.names().get(i).ifPresent(name -> names.put(word, name));
        }
        Figures figures = line.figures();
        Map<String, MeterView> meters = new LinkedHashMap<>();
        for (Meter meter : Meter.values()) {
            Figures.MeterSum sum = figures.meters().get(meter.place() - 1);
            meters.put(meter.word(), new MeterView(sum.tokens(), sum.charge().nanos()));
        }
        NanoUsd net = figures.charge().plus(figures.corrections());
        Optional<Figures> shown = operator ? Optional.of(figures) : Optional.empty();
        return new Line(
                by,
                names,
                figures.requests(),
                meters,
                figures.charge().toUsd(),
                figures.charge().nanos(),
                figures.corrections().toUsd(),
                figures.corrections().nanos(),
                net.toUsd(),
                net.nanos(),
                figures.operatorBorne().toUsd(),
                figures.operatorBorne().nanos(),
                figures.carriedRequests(),
                figures.carriedCharge().nanos(),
                profiles(figures.profiles()),
                shown.map(each -> each.operatorCost().toUsd()),
                shown.map(each -> each.operatorCost().nanos()),
                shown.map(each -> each.margin().toUsd()),
                shown.map(each -> each.margin().nanos()));
    }

    private static Optional<ProfilesView> profiles(Figures.Profiles profiles) {
        return profiles.requests() == 0
                ? Optional.empty()
                : Optional.of(new ProfilesView(
                        profiles.requests(),
                        profiles.tokensInPrompt(),
                        profiles.tokensSaved(),
                        profiles.savedUsdAtMost().toPlainString(),
                        profiles.savedUsdAtLeast().toPlainString()));
    }

    /// The heads of the columns, as a CSV's first line.
    static String csvHead(List<Grouping> groupings, boolean operator) {
        List<String> heads = new ArrayList<>();
        for (Grouping grouping : groupings) {
            heads.add(grouping.word());
            if (grouping instanceof Grouping.Level) {
                heads.add(grouping.word() + "_name");
            }
        }
        heads.add("requests");
        for (Meter meter : Meter.values()) {
            heads.add(meter.word() + "_tokens");
            heads.add(meter.word() + "_charge_usd");
        }
        heads.addAll(List.of(
                "charge_usd",
                "corrections_usd",
                "net_usd",
                "operator_borne_usd",
                "carried_requests",
                "carried_charge_usd",
                "profile_requests",
                "profile_prompt_tokens",
                "profile_prompt_tokens_saved",
                "profile_saved_usd_at_most",
                "profile_saved_usd_at_least"));
        if (operator) {
            heads.addAll(List.of("operator_cost_usd", "margin_usd"));
        }
        return Csv.line(heads.stream().map(Csv.Text::new).toList());
    }

    static String csvLine(List<Grouping> groupings, SpendLine line, boolean operator) {
        List<Csv.Cell> cells = new ArrayList<>();
        for (int i = 0; i < groupings.size(); i++) {
            cells.add(new Csv.Text(line.keys().get(i)));
            if (groupings.get(i) instanceof Grouping.Level) {
                cells.add(new Csv.Text(line.names().get(i).orElse("")));
            }
        }
        Figures figures = line.figures();
        cells.add(Csv.Figure.of(figures.requests()));
        for (Figures.MeterSum meter : figures.meters()) {
            cells.add(Csv.Figure.of(meter.tokens()));
            cells.add(usd(meter.charge()));
        }
        cells.add(usd(figures.charge()));
        cells.add(usd(figures.corrections()));
        cells.add(usd(figures.charge().plus(figures.corrections())));
        cells.add(usd(figures.operatorBorne()));
        cells.add(Csv.Figure.of(figures.carriedRequests()));
        cells.add(usd(figures.carriedCharge()));
        Figures.Profiles profiles = figures.profiles();
        cells.add(Csv.Figure.of(profiles.requests()));
        cells.add(Csv.Figure.of(profiles.tokensInPrompt()));
        cells.add(Csv.Figure.of(profiles.tokensSaved()));
        cells.add(new Csv.Figure(profiles.savedUsdAtMost().toPlainString()));
        cells.add(new Csv.Figure(profiles.savedUsdAtLeast().toPlainString()));
        if (operator) {
            cells.add(usd(figures.operatorCost()));
            cells.add(usd(figures.margin()));
        }
        return Csv.line(cells);
    }

    private static Csv.Cell usd(NanoUsd amount) {
        return new Csv.Figure(amount.toUsd());
    }
}
