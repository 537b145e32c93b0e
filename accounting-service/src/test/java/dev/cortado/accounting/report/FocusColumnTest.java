package dev.cortado.accounting.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cortado.accounting.report.FocusRow.Party;
import dev.cortado.accounting.report.FocusRow.Sku;
import dev.cortado.accounting.report.FocusRow.Usage;
import dev.cortado.contracts.unit.NanoUsd;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FocusColumnTest {

    /// The columns of Cost and Usage in FOCUS 1.3, in the specification's order; the two deprecated ones are in it.
    private static final List<String> SPECIFIED = List.of(
            "AllocatedMethodDetails",
            "AllocatedMethodId",
            "AllocatedResourceId",
            "AllocatedResourceName",
            "AllocatedTags",
            "AvailabilityZone",
            "BilledCost",
            "BillingAccountId",
            "BillingAccountName",
            "BillingAccountType",
            "BillingCurrency",
            "BillingPeriodEnd",
            "BillingPeriodStart",
            "CapacityReservationId",
            "CapacityReservationStatus",
            "ChargeCategory",
            "ChargeClass",
            "ChargeDescription",
            "ChargeFrequency",
            "ChargePeriodEnd",
            "ChargePeriodStart",
            "CommitmentDiscountCategory",
            "CommitmentDiscountId",
            "CommitmentDiscountName",
            "CommitmentDiscountQuantity",
            "CommitmentDiscountStatus",
            "CommitmentDiscountType",
            "CommitmentDiscountUnit",
            "ConsumedQuantity",
            "ConsumedUnit",
            "ContractApplied",
            "ContractedCost",
            "ContractedUnitPrice",
            "EffectiveCost",
            "HostProviderName",
            "InvoiceId",
            "InvoiceIssuerName",
            "ListCost",
            "ListUnitPrice",
            "PricingCategory",
            "PricingCurrency",
            "PricingCurrencyContractedUnitPrice",
            "PricingCurrencyEffectiveCost",
            "PricingCurrencyListUnitPrice",
            "PricingQuantity",
            "PricingUnit",
            "ProviderName",
            "PublisherName",
            "RegionId",
            "RegionName",
            "ResourceId",
            "ResourceName",
            "ResourceType",
            "ServiceCategory",
            "ServiceName",
            "ServiceProviderName",
            "ServiceSubcategory",
            "SkuId",
            "SkuMeter",
            "SkuPriceDetails",
            "SkuPriceId",
            "SubAccountId",
            "SubAccountName",
            "SubAccountType",
            "Tags");

    /// Never null, whatever the row is.
    private static final List<String> NEVER_NULL = List.of(
            "BilledCost",
            "BillingAccountId",
            "BillingAccountType",
            "BillingCurrency",
            "BillingPeriodEnd",
            "BillingPeriodStart",
            "ChargeCategory",
            "ChargeFrequency",
            "ChargePeriodEnd",
            "ChargePeriodStart",
            "ContractedCost",
            "EffectiveCost",
            "HostProviderName",
            "InvoiceIssuerName",
            "ListCost",
            "PricingCurrency",
            "PricingCurrencyEffectiveCost",
            "ProviderName",
            "PublisherName",
            "ServiceCategory",
            "ServiceName",
            "ServiceProviderName",
            "ServiceSubcategory");

    private static final FocusBill BILL = new FocusBill("Acme AI", "Acme Metal", "Acme Billing", "", "");

    @Test
    void columns_areTheSpecifications_inItsOrder_thenOurs() {
        List<String> columns =
                Arrays.stream(FocusColumn.values()).map(FocusColumn::id).toList();
        assertEquals(SPECIFIED, columns.subList(0, SPECIFIED.size()));
        assertTrue(columns.stream().skip(SPECIFIED.size()).allMatch(id -> id.startsWith("x_")));
        assertEquals(String.join(",", columns) + "\r\n", FocusColumn.csvHead());
    }

    @Test
    void usage_isPricedByTheMillionAndBilledAsTheLedgerHasIt() {
        Map<String, String> row = row(Optional.of(new Usage(Meter.CACHED_PROMPT, 1_234_567, 20_000)), 24_691_341, null);
        assertEquals("0.024691341", row.get("BilledCost"));
        assertEquals("0.024691341", row.get("EffectiveCost"));
        assertEquals("0.02469134", row.get("ListCost"));
        assertEquals("0.02469134", row.get("ContractedCost"));
        assertEquals("1234567", row.get("ConsumedQuantity"));
        assertEquals("Tokens", row.get("ConsumedUnit"));
        assertEquals("1.234567", row.get("PricingQuantity"));
        assertEquals("1000000 Tokens", row.get("PricingUnit"));
        assertEquals("0.02", row.get("ListUnitPrice"));
        assertEquals("Cached Prompt Tokens", row.get("SkuMeter"));
        assertEquals("small/realtime/cached_prompt", row.get("SkuId"));
        assertEquals("small/realtime/cached_prompt/cpu/v1", row.get("SkuPriceId"));
        assertEquals("Usage", row.get("ChargeCategory"));
        assertEquals("", row.get("ChargeClass"));
        assertEquals("2026-11-03T00:00:00Z", row.get("ChargePeriodStart"));
        assertEquals("2026-11-04T00:00:00Z", row.get("ChargePeriodEnd"));
        assertEquals("2026-12-01T00:00:00Z", row.get("BillingPeriodStart"));
        assertEquals("2027-01-01T00:00:00Z", row.get("BillingPeriodEnd"));
        assertEquals("AI and Machine Learning", row.get("ServiceCategory"));
        assertEquals("Acme Metal", row.get("HostProviderName"));
        assertEquals("", row.get("RegionId"));
        assertEquals("'=cmd", row.get("SubAccountName"));
        assertEquals("\"{\"\"team\"\":\"\"x\"\"}\"", row.get("Tags"));
        assertEquals(
                new BigDecimal(row.get("ListCost")),
                new BigDecimal(row.get("PricingQuantity"))
                        .multiply(new BigDecimal(row.get("ListUnitPrice")))
                        .stripTrailingZeros());
    }

    @Test
    void refundOnALaterBill_isACorrection_onTheSameBillACredit() {
        Map<String, String> later = row(Optional.empty(), -5, YearMonth.of(2026, 11));
        assertEquals("Credit", later.get("ChargeCategory"));
        assertEquals("Correction", later.get("ChargeClass"));
        assertEquals("-0.000000005", later.get("BilledCost"));
        assertEquals("-0.000000005", later.get("ListCost"));
        for (String column : List.of("ConsumedQuantity", "PricingQuantity", "PricingUnit", "SkuId", "SkuMeter")) {
            assertEquals("", later.get(column), column);
        }
        assertEquals("", row(Optional.empty(), -5, YearMonth.of(2026, 12)).get("ChargeClass"));
        assertEquals(
                "Adjustment", row(Optional.empty(), 5, YearMonth.of(2026, 11)).get("ChargeCategory"));
    }

    @Test
    void mandatoryColumns_areNeverNull() {
        for (Map<String, String> row : List.of(
                row(Optional.of(new Usage(Meter.PROMPT, 0, 0)), 0, null),
                row(Optional.empty(), -5, YearMonth.of(2026, 11)))) {
            NEVER_NULL.forEach(
                    column -> assertTrue(!String.valueOf(row.get(column)).isEmpty(), column));
        }
    }

    private static Map<String, String> row(
            Optional<Usage> usage, long nanos, @org.jspecify.annotations.Nullable YearMonth corrected) {
        String line = FocusColumn.csvLine(
                BILL,
                new FocusRow(
                        LocalDate.of(2026, 11, 3),
                        YearMonth.of(2026, 12),
                        new Party("org", "acme"),
                        new Party("team", "research"),
                        new Party("project", "=cmd"),
                        new Sku("small", "cpu", "realtime", "v1"),
                        "{\"team\":\"x\"}",
                        usage,
                        NanoUsd.of(nanos),
                        true,
                        Optional.ofNullable(corrected)));
        String[] cells = line.strip().split(",(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)", -1);
        FocusColumn[] columns = FocusColumn.values();
        assertEquals(columns.length, cells.length, line);
        Map<String, String> row = new LinkedHashMap<>();
        for (int i = 0; i < cells.length; i++) {
            row.put(columns[i].id(), cells[i]);
        }
        return row;
    }
}
