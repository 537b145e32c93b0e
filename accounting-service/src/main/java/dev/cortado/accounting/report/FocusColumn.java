package dev.cortado.accounting.report;

import dev.cortado.accounting.report.Csv.Cell;
import dev.cortado.accounting.report.Csv.Text;
import dev.cortado.accounting.report.FocusRow.Usage;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;

/// The columns of the FinOps Open Cost and Usage Specification 1.3, dataset Cost and Usage, in its order; then ours.
/// What there is not is null: an empty field.
public enum FocusColumn {
    ALLOCATED_METHOD_DETAILS("AllocatedMethodDetails", nothing()),
    ALLOCATED_METHOD_ID("AllocatedMethodId", nothing()),
    ALLOCATED_RESOURCE_ID("AllocatedResourceId", nothing()),
    ALLOCATED_RESOURCE_NAME("AllocatedResourceName", nothing()),
    ALLOCATED_TAGS("AllocatedTags", nothing()),
    AVAILABILITY_ZONE("AvailabilityZone", nothing()),
    BILLED_COST("BilledCost", (_, row) -> billed(row)),
    BILLING_ACCOUNT_ID("BillingAccountId", (_, row) -> text(row.organisation().id())),
    BILLING_ACCOUNT_NAME(
            "BillingAccountName", (_, row) -> text(row.organisation().name())),
    BILLING_ACCOUNT_TYPE("BillingAccountType", (_, _) -> text("Organisation")),
    BILLING_CURRENCY("BillingCurrency", (_, _) -> text("USD")),
    BILLING_PERIOD_END(
            "BillingPeriodEnd", (_, row) -> day(row.period().plusMonths(1).atDay(1))),
    BILLING_PERIOD_START("BillingPeriodStart", (_, row) -> day(row.period().atDay(1))),
    CAPACITY_RESERVATION_ID("CapacityReservationId", nothing()),
    CAPACITY_RESERVATION_STATUS("CapacityReservationStatus", nothing()),
    CHARGE_CATEGORY("ChargeCategory", (_, row) -> text(category(row))),
    CHARGE_CLASS("ChargeClass", (_, row) -> corrects(row) ? text("Correction") : Csv.NOTHING),
    CHARGE_DESCRIPTION("ChargeDescription", (_, row) -> text(description(row))),
    CHARGE_FREQUENCY("ChargeFrequency", (_, row) -> text(row.usage().isPresent() ? "Usage-Based" : "One-Time")),
    CHARGE_PERIOD_END("ChargePeriodEnd", (_, row) -> day(row.day().plusDays(1))),
    CHARGE_PERIOD_START("ChargePeriodStart", (_, row) -> day(row.day())),
    COMMITMENT_DISCOUNT_CATEGORY("CommitmentDiscountCategory", nothing()),
    COMMITMENT_DISCOUNT_ID("CommitmentDiscountId", nothing()),
    COMMITMENT_DISCOUNT_NAME("CommitmentDiscountName", nothing()),
    COMMITMENT_DISCOUNT_QUANTITY("CommitmentDiscountQuantity", nothing()),
    COMMITMENT_DISCOUNT_STATUS("CommitmentDiscountStatus", nothing()),
    COMMITMENT_DISCOUNT_TYPE("CommitmentDiscountType", nothing()),
    COMMITMENT_DISCOUNT_UNIT("CommitmentDiscountUnit", nothing()),
    CONSUMED_QUANTITY("ConsumedQuantity", usage(usage -> Csv.Figure.of(usage.tokens()))),
    CONSUMED_UNIT("ConsumedUnit", usage(_ -> text("Tokens"))),
    CONTRACT_APPLIED("ContractApplied", nothing()),
    CONTRACTED_COST("ContractedCost", (_, row) -> atPrice(row)),
    CONTRACTED_UNIT_PRICE("ContractedUnitPrice", usage(usage -> number(usage.usdPerMillion()))),
    EFFECTIVE_COST("EffectiveCost", (_, row) -> billed(row)),
    HOST_PROVIDER_NAME("HostProviderName", (bill, _) -> text(bill.host())),
    INVOICE_ID("InvoiceId", nothing()),
    INVOICE_ISSUER_NAME("InvoiceIssuerName", (bill, _) -> text(bill.invoiceIssuer())),
    LIST_COST("ListCost", (_, row) -> atPrice(row)),
    LIST_UNIT_PRICE("ListUnitPrice", usage(usage -> number(usage.usdPerMillion()))),
    PRICING_CATEGORY("PricingCategory", (_, row) -> row.usage().isPresent() ? text("Standard") : Csv.NOTHING),
    PRICING_CURRENCY("PricingCurrency", (_, _) -> text("USD")),
    PRICING_CURRENCY_CONTRACTED_UNIT_PRICE(
            "PricingCurrencyContractedUnitPrice", usage(usage -> number(usage.usdPerMillion()))),
    PRICING_CURRENCY_EFFECTIVE_COST("PricingCurrencyEffectiveCost", (_, row) -> billed(row)),
    PRICING_CURRENCY_LIST_UNIT_PRICE("PricingCurrencyListUnitPrice", usage(usage -> number(usage.usdPerMillion()))),
    PRICING_QUANTITY("PricingQuantity", usage(usage -> number(usage.millions()))),
    PRICING_UNIT("PricingUnit", usage(_ -> text("1000000 Tokens"))),
    PROVIDER_NAME("ProviderName", (bill, _) -> text(bill.provider())),
    PUBLISHER_NAME("PublisherName", (bill, _) -> text(bill.provider())),
    REGION_ID("RegionId", (bill, _) -> text(bill.regionId())),
    REGION_NAME("RegionName", (bill, _) -> text(bill.regionName())),
    RESOURCE_ID("ResourceId", (_, row) -> text(row.sku().pool())),
    RESOURCE_NAME("ResourceName", (_, row) -> text(row.sku().pool())),
    RESOURCE_TYPE("ResourceType", (_, row) -> row.sku().pool().isEmpty() ? Csv.NOTHING : text("Inference Pool")),
    SERVICE_CATEGORY("ServiceCategory", (_, _) -> text("AI and Machine Learning")),
    SERVICE_NAME("ServiceName", (_, _) -> text("Cortado Inference")),
    SERVICE_PROVIDER_NAME("ServiceProviderName", (bill, _) -> text(bill.provider())),
    SERVICE_SUBCATEGORY("ServiceSubcategory", (_, _) -> text("Generative AI")),
    SKU_ID("SkuId", skuUsage(FocusColumn::skuId)),
    SKU_METER("SkuMeter", usage(usage -> text(usage.meter().title()))),
    SKU_PRICE_DETAILS("SkuPriceDetails", nothing()),
    SKU_PRICE_ID("SkuPriceId", skuUsage(FocusColumn::skuPriceId)),
    SUB_ACCOUNT_ID("SubAccountId", (_, row) -> text(row.project().id())),
    SUB_ACCOUNT_NAME("SubAccountName", (_, row) -> text(row.project().name())),
    SUB_ACCOUNT_TYPE("SubAccountType", (_, _) -> text("Project")),
    TAGS("Tags", (_, row) -> text(row.tags())),
    X_CARRIED("x_Carried", (_, row) -> text(Boolean.toString(row.carried()))),
    X_TEAM_ID("x_TeamId", (_, row) -> text(row.team().id())),
    X_TEAM_NAME("x_TeamName", (_, row) -> text(row.team().name()));

    private final String id;

    @SuppressWarnings("ImmutableEnumChecker") // Functions without state.
    private final BiFunction<FocusBill, FocusRow, Cell> value;

    FocusColumn(String id, BiFunction<FocusBill, FocusRow, Cell> value) {
        this.id = id;
        this.value = value;
    }

    public String id() {
        return id;
    }

    /// The heads of all columns, as a CSV's first line.
    public static String csvHead() {
        return Csv.line(
                Arrays.stream(values()).map(column -> new Text(column.id)).toList());
    }

    public static String csvLine(FocusBill bill, FocusRow row) {
        List<Cell> cells = Arrays.stream(values())
                .map(column -> column.value.apply(bill, row))
                .toList();
        return Csv.line(cells);
    }

    @SuppressWarnings("UnnecessaryLambda") // A table of columns reads better by one word for "null".
    private static BiFunction<FocusBill, FocusRow, Cell> nothing() {
        return (_, _) -> Csv.NOTHING;
    }

    private static BiFunction<FocusBill, FocusRow, Cell> usage(Function<Usage, Cell> value) {
        return (_, row) -> row.usage().map(value).orElse(Csv.NOTHING);
    }

    private static BiFunction<FocusBill, FocusRow, Cell> skuUsage(BiFunction<FocusRow.Sku, Usage, String> value) {
        return (_, row) ->
                row.usage().map(usage -> text(value.apply(row.sku(), usage))).orElse(Csv.NOTHING);
    }

    /// Usage, a refund, or what was charged after all.
    private static String category(FocusRow row) {
        if (row.usage().isPresent()) {
            return "Usage";
        }
        return row.billed().isNegative() ? "Credit" : "Adjustment";
    }

    /// Only what changes a bill of an earlier month is a correction to the specification.
    private static boolean corrects(FocusRow row) {
        return row.corrected().filter(month -> month.isBefore(row.period())).isPresent();
    }

    private static String description(FocusRow row) {
        String of = row.sku().variant() + " on " + row.sku().pool() + ", "
                + row.sku().lane();
        return row.usage()
                .map(usage -> usage.meter().title() + " of " + of)
                .orElse((row.billed().isNegative() ? "Refund for " : "Charge after a refund for ") + of);
    }

    /// The same meter of the same variant in the same lane, wherever it ran and whatever it cost.
    private static String skuId(FocusRow.Sku sku, Usage usage) {
        return sku.variant() + "/" + sku.lane() + "/" + usage.meter().word();
    }

    private static String skuPriceId(FocusRow.Sku sku, Usage usage) {
        return skuId(sku, usage) + "/" + sku.pool() + "/" + sku.priceVersion();
    }

    private static Cell billed(FocusRow row) {
        return new Csv.Figure(row.billed().toUsd());
    }

    /// Quantity times price; a charge that is of no quantity is what is billed.
    private static Cell atPrice(FocusRow row) {
        return row.usage().map(usage -> number(usage.usd())).orElse(billed(row));
    }

    private static Cell number(BigDecimal value) {
        return new Csv.Figure(value.toPlainString());
    }

    private static Cell text(String value) {
        return Csv.textOrNothing(value);
    }

    private static Cell day(LocalDate day) {
        return text(day + "T00:00:00Z");
    }
}
