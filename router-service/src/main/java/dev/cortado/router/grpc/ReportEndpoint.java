package dev.cortado.router.grpc;

import dev.cortado.contracts.unit.ProjectId;
import dev.cortado.contracts.v1.BoughtSum;
import dev.cortado.contracts.v1.DayBought;
import dev.cortado.contracts.v1.FrontierPoint;
import dev.cortado.contracts.v1.GetUtilityReportRequest;
import dev.cortado.contracts.v1.VariantBought;
import dev.cortado.router.frontier.Offer;
import dev.cortado.router.report.Reporting;
import dev.cortado.router.report.Span;
import dev.cortado.router.report.Sum;
import dev.cortado.router.report.UtilityReport;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;

/// The report service's call, from message to message. Wrong input throws [IllegalArgumentException].
final class ReportEndpoint {

    private final Reporting reporting;

    ReportEndpoint(Reporting reporting) {
        this.reporting = reporting;
    }

    CompletionStage<dev.cortado.contracts.v1.UtilityReport> get(
            GetUtilityReportRequest request, BooleanSupplier isCancelled) {
        String project = request.getProjectId();
        Span span = new Span(
                Wire.toTenant(request.getTenant()).organisation(),
                project.isEmpty() ? null : new ProjectId(project),
                Wire.toInstant(request.getFrom()),
                Wire.toInstant(request.getTo()));
        return reporting.report(span).thenApply(ReportEndpoint::message);
    }

    private static dev.cortado.contracts.v1.UtilityReport message(UtilityReport report) {
        var message = dev.cortado.contracts.v1.UtilityReport.newBuilder()
                .setTruncated(report.truncated())
                .setProvisional(report.provisional())
                .setTotal(sum(report.total()))
                .setHere(point(report.here()))
                .setAlwaysBest(point(report.alwaysBest()));
        report.curve().forEach(offer -> message.addCurve(point(offer)));
        report.knee().ifPresent(stop -> {
            message.setKnee(point(stop.knee()));
            stop.slopeBefore().ifPresent(message::setUtilityPerUsdBeforeKnee);
            stop.slopeAfter().ifPresent(message::setUtilityPerUsdAfterKnee);
        });
        report.byVariant()
                .forEach((variant, bought) -> message.addVariants(
                        VariantBought.newBuilder().setVariantId(variant.value()).setSum(sum(bought))));
        report.byDay()
                .forEach((day, bought) -> message.addDays(
                        DayBought.newBuilder().setDay(day.toString()).setSum(sum(bought))));
        return message.build();
    }

    private static BoughtSum sum(Sum sum) {
        return BoughtSum.newBuilder()
                .setRequests(sum.requests())
                .setUtility(sum.utility())
                .setCostNanoUsd(sum.cost().nanos())
                .setTokens(sum.tokens())
                .build();
    }

    private static FrontierPoint point(Offer offer) {
        return FrontierPoint.newBuilder()
                .setCostUsd(offer.cost())
                .setUtility(offer.utility())
                .build();
    }
}
