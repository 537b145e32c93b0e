package dev.cortado.accounting.store;

import dev.cortado.accounting.posting.Hold;
import dev.cortado.accounting.posting.Metering;
import dev.cortado.accounting.posting.Permission;
import dev.cortado.accounting.posting.PostingRow;
import dev.cortado.contracts.unit.BilledTokens;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Rows as `post_usage` reads them: a column each, in the order of its parameters from `p_payloads` on.
final class PostingRows {

    static final int COLUMNS = 43;

    private static final List<Long> NO_METERS = List.of(0L, 0L, 0L, 0L);

    private final List<PostingRow> rows;
    private final Tuple columns;

    private PostingRows(List<PostingRow> rows, Tuple columns) {
        this.rows = rows;
        this.columns = columns;
    }

    /// @param payloads whether sound rows bring their records along; faulty ones always do
    static void addTo(Tuple parameters, List<PostingRow> rows, boolean payloads) {
        PostingRows columns = new PostingRows(rows, parameters);
        columns.column(
                Buffer[]::new,
                row -> payloads || row instanceof PostingRow.Quarantined
                        ? Buffer.buffer(row.payload().bytes())
                        : null);
        columns.addPlace();
        columns.addPermission();
        columns.addHolds();
        columns.addMoney();
        columns.addTenant();
        columns.addMetering();
    }

    private void addPlace() {
        column(Integer[]::new, row -> row.position().partition());
        column(Long[]::new, row -> row.position().offset());
        column(OffsetDateTime[]::new, row -> row.position().appendedAt().atOffset(ZoneOffset.UTC));
        column(String[]::new, PostingRow::eventId);
        column(
                String[]::new,
                row -> row instanceof PostingRow.Quarantined faulty
                        ? faulty.fault().word()
                        : null);
        column(String[]::new, row -> row instanceof PostingRow.Quarantined faulty ? faulty.detail() : null);
    }

    private void addPermission() {
        permission(
                LocalDate[]::new, each -> LocalDate.ofInstant(each.reservation().time(), ZoneOffset.UTC));
        permission(UUID[]::new, each -> each.reservation().value());
        permission(Integer[]::new, Permission::attempt);
        usage(Buffer[]::new, usage -> Buffer.buffer(usage.payload().sha256()));
        permission(Long[]::new, each -> each.session().value());
        usage(Boolean[]::new, PostingRow.Usage::late);
    }

    /// Where each row's holds begin and end in the columns of holds, then these: for all rows one behind the other.
    private void addHolds() {
        int rowsOfHolds = rows.size();
        Integer[] first = new Integer[rowsOfHolds];
        Integer[] last = new Integer[rowsOfHolds];
        List<Hold> holds = new ArrayList<>();
        List<Long> charged = new ArrayList<>();
        for (int i = 0; i < rowsOfHolds; i++) {
            first[i] = holds.size() + 1;
            switch (rows.get(i)) {
                case PostingRow.Usage usage -> {
                    holds.addAll(usage.permission().holds());
                    charged.addAll(usage.charged());
                }
                case PostingRow.Quarantined faulty -> {
                    holds.addAll(faulty.holds());
                    faulty.holds().forEach(hold -> charged.add(0L));
                }
            }
            last[i] = holds.size();
        }
        columns.addValue(first);
        columns.addValue(last);
        columns.addValue(numbers(holds, hold -> hold.lease().value()));
        columns.addValue(numbers(holds, hold -> hold.counter().value()));
        columns.addValue(numbers(holds, Hold::amount));
        columns.addValue(charged.toArray(new Long[0]));
        permission(
                String[]::new,
                each -> each.holds().stream()
                        .map(hold -> hold.unit().word())
                        .collect(Collectors.joining(",", "{", "}")));
    }

    private void addMoney() {
        permission(String[]::new, each -> each.prices().version().value());
        column(Long[]::new, row -> switch (row) {
            case PostingRow.Usage usage -> usage.metering().cost().nanos();
            case PostingRow.Quarantined faulty ->
                faulty.cost().map(cost -> cost.nanos()).orElse(null);
        });
        usage(Long[]::new, usage -> usage.charge().nanos());
        usage(String[]::new, usage -> list(usage.meters().picoUsd()));
        columns.addValue(rows.stream()
                .flatMap(row ->
                        row instanceof PostingRow.Usage usage ? usage.meters().charged().stream() : NO_METERS.stream())
                .toArray(Long[]::new));
    }

    private void addTenant() {
        permission(String[]::new, each -> each.tenant().organisation().value());
        permission(String[]::new, each -> each.tenant().team().value());
        permission(String[]::new, each -> each.tenant().project().value());
        permission(
                String[]::new,
                each -> each.tenant().key().map(key -> key.value()).orElse(""));
        permission(String[]::new, each -> each.tenant().subject());
        permission(String[]::new, each -> each.variant().value());
        permission(String[]::new, Permission::pool);
        permission(String[]::new, each -> each.lane().word());
    }

    private void addMetering() {
        tokens(tokens -> tokens.prompt().count());
        tokens(tokens -> tokens.cachedPrompt().count());
        tokens(tokens -> tokens.cacheWrite().count());
        tokens(tokens -> tokens.completion().count());
        metering(String[]::new, Metering::finishReason);
        metering(Double[]::new, Metering::busySeconds);
        metering(Long[]::new, Metering::busyMicros);
        metering(
                Double[]::new,
                each -> each.energyJoules().isPresent() ? each.energyJoules().getAsDouble() : null);
        permission(String[]::new, each -> tags(each.metadata()));
        usage(String[]::new, usage -> profile(usage.permission(), usage.metering()));
    }

    /// What a forged token says of its holder is kept of no faulty row but of one whose token is sound.
    private <T> void permission(Function<Integer, T[]> form, Function<Permission, @Nullable T> field) {
        column(form, row -> switch (row) {
            case PostingRow.Usage usage -> field.apply(usage.permission());
            case PostingRow.Quarantined faulty ->
                faulty.permission().isPresent()
                        ? field.apply(faulty.permission().get())
                        : null;
        });
    }

    private <T> void usage(Function<Integer, T[]> form, Function<PostingRow.Usage, @Nullable T> field) {
        column(form, row -> row instanceof PostingRow.Usage usage ? field.apply(usage) : null);
    }

    private <T> void metering(Function<Integer, T[]> form, Function<Metering, @Nullable T> field) {
        usage(form, usage -> field.apply(usage.metering()));
    }

    private void tokens(ToLongFunction<BilledTokens> field) {
        metering(Long[]::new, each -> field.applyAsLong(each.tokens()));
    }

    private <T> void column(Function<Integer, T[]> form, Function<PostingRow, @Nullable T> field) {
        @Nullable T[] column = form.apply(rows.size());
        for (int i = 0; i < column.length; i++) {
            column[i] = field.apply(rows.get(i));
        }
        columns.addValue(column);
    }

    private static Long[] numbers(List<Hold> holds, Function<Hold, Long> field) {
        return holds.stream().map(field).toArray(Long[]::new);
    }

    private static String list(List<?> numbers) {
        StringBuilder text = new StringBuilder("{");
        for (Object number : numbers) {
            text.append(text.length() > 1 ? "," : "").append(number);
        }
        return text.append('}').toString();
    }

    private static @Nullable String profile(Permission permission, Metering metering) {
        if (permission.profile().isEmpty()) {
            return null;
        }
        JsonObject profile = new JsonObject()
                .put("id", permission.profile().get().id())
                .put("covered", permission.profile().get().covered())
                .put("promptPico", permission.prices().prompt().picos())
                .put("cachedPico", permission.prices().cachedPrompt().picos());
        metering.profileTokens().ifPresent(tokens -> profile.put("tokens", tokens));
        return profile.encode();
    }

    private static String tags(Map<String, String> metadata) {
        return metadata.isEmpty() ? "{}" : new JsonObject(Map.copyOf(metadata)).encode();
    }
}
