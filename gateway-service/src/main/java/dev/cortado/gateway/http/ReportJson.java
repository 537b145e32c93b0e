package dev.cortado.gateway.http;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.cortado.gateway.report.UtilityReport;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import org.jspecify.annotations.Nullable;

/// A tenant's report as JSON. Money is decimal text; likely costs have ten digits, since they are means.
final class ReportJson {

    private static final MathContext DIGITS = new MathContext(10);

    private ReportJson() {}

    static Buffer of(UtilityReport report) {
        return JsonWriter.write(json -> {
            json.writeStartObject();
            json.writeStringField("object", "utility_report");
            json.writeStringField("from", report.span().from().toString());
            json.writeStringField("to", report.span().to().toString());
            json.writeStringField("project", report.span().project());
            json.writeBooleanField("truncated", report.truncated());
            json.writeBooleanField("utility_provisional", report.provisional());
            json.writeObjectFieldStart("total");
            fields(json, report.total());
            json.writeNumberField("utility_per_usd", report.utilityPerUsd());
            json.writeNumberField("utility_per_thousand_tokens", report.utilityPerThousandTokens());
            json.writeEndObject();
            point(json, "here", report.here());
            point(json, "always_best", report.alwaysBest());
            json.writeNumberField("saved_share", report.savedShare());
            json.writeNumberField("utility_forgone_share", report.forgoneShare());
            json.writeArrayFieldStart("curve");
            for (UtilityReport.Point point : report.curve()) {
                json.writeStartObject();
                fields(json, point);
                json.writeEndObject();
            }
            json.writeEndArray();
            point(json, "knee", report.knee());
            number(json, "utility_per_usd_before_knee", report.before());
            number(json, "utility_per_usd_after_knee", report.after());
            json.writeArrayFieldStart("variants");
            for (UtilityReport.OfVariant each : report.variants()) {
                json.writeStartObject();
                json.writeStringField("variant", each.variant());
                fields(json, each.sum());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeArrayFieldStart("days");
            for (UtilityReport.OfDay each : report.days()) {
                json.writeStartObject();
                json.writeStringField("day", each.day().toString());
                fields(json, each.sum());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    private static void fields(JsonGenerator json, UtilityReport.Sum sum) throws IOException {
        json.writeNumberField("requests", sum.requests());
        json.writeNumberField("utility", sum.utility());
        json.writeStringField("cost_usd", sum.cost().toUsd());
        json.writeNumberField("tokens", sum.tokens());
    }

    private static void fields(JsonGenerator json, UtilityReport.Point point) throws IOException {
        json.writeStringField(
                "likely_cost_usd",
                new BigDecimal(point.costUsd(), DIGITS).stripTrailingZeros().toPlainString());
        json.writeNumberField("utility", point.utility());
    }

    private static void point(JsonGenerator json, String name, UtilityReport.@Nullable Point point) throws IOException {
        if (point == null) {
            json.writeNullField(name);
            return;
        }
        json.writeObjectFieldStart(name);
        fields(json, point);
        json.writeEndObject();
    }

    private static void number(JsonGenerator json, String name, @Nullable Double value) throws IOException {
        if (value == null) {
            json.writeNullField(name);
        } else {
            json.writeNumberField(name, value);
        }
    }
}
