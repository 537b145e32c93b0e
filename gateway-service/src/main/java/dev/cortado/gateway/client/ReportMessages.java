package dev.cortado.gateway.client;

import com.google.protobuf.Timestamp;
import dev.cortado.contracts.unit.NanoUsd;
import dev.cortado.contracts.v1.BoughtSum;
import dev.cortado.contracts.v1.FrontierPoint;
import dev.cortado.contracts.v1.GetUtilityReportRequest;
import dev.cortado.gateway.authenticate.Tenant;
import dev.cortado.gateway.report.ReportSpan;
import dev.cortado.gateway.report.UtilityReport;
import java.time.Instant;
import java.time.LocalDate;

/// Reports, from and to protobuf.
final class ReportMessages {

    private ReportMessages() {}

    static GetUtilityReportRequest request(Tenant tenant, ReportSpan span) {
        return GetUtilityReportRequest.newBuilder()
                .setTenant(RouteMessages.tenant(tenant))
                .setProjectId(span.project())
                .setFrom(timestamp(span.from()))
                .setTo(timestamp(span.to()))
                .build();
    }

    static UtilityReport report(dev.cortado.contracts.v1.UtilityReport message, ReportSpan span) {
        return new UtilityReport(
                span,
                message.getTruncated(),
                message.getProvisional(),
                sum(message.getTotal()),
                point(message.getHere()),
                point(message.getAlwaysBest()),
                message.getCurveList().stream().map(ReportMessages::point).toList(),
                message.hasKnee() ? point(message.getKnee()) : null,
                message.hasUtilityPerUsdBeforeKnee() ? message.getUtilityPerUsdBeforeKnee() : null,
                message.hasUtilityPerUsdAfterKnee() ? message.getUtilityPerUsdAfterKnee() : null,
                message.getVariantsList().stream()
                        .map(each -> new UtilityReport.OfVariant(each.getVariantId(), sum(each.getSum())))
                        .toList(),
                message.getDaysList().stream()
                        .map(each -> new UtilityReport.OfDay(LocalDate.parse(each.getDay()), sum(each.getSum())))
                        .toList());
    }

    private static UtilityReport.Sum sum(BoughtSum sum) {
        return new UtilityReport.Sum(
                sum.getRequests(), sum.getUtility(), NanoUsd.of(sum.getCostNanoUsd()), sum.getTokens());
    }

    private static UtilityReport.Point point(FrontierPoint point) {
        return new UtilityReport.Point(point.getCostUsd(), point.getUtility());
    }

    static Timestamp timestamp(Instant instant) {
        return Timestamp.newBuilder()
                .setSeconds(instant.getEpochSecond())
                .setNanos(instant.getNano())
                .build();
    }
}
