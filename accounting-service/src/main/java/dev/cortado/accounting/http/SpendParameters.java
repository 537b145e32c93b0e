package dev.cortado.accounting.http;

import dev.cortado.accounting.report.Grouping;
import dev.cortado.accounting.report.Span;
import dev.cortado.accounting.report.SpendQuery;
import dev.cortado.accounting.window.Window;
import dev.cortado.accounting.window.WindowKind;
import jakarta.ws.rs.QueryParam;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a report of spend is asked for, as it stands in a URL.
public class SpendParameters {

    private static final String TIME = "a day as 2026-11-23 (of the zone), or an instant as 2026-11-23T00:00:00Z";
    private static final String MONTH = "a month as 2026-11";
    private static final int TEXT_LENGTH_MAX = 256;
    private static final int YEAR_MAX = 9999;

    /// Id of an organisation, team, project or key; only a platform-admin may leave it out.
    @QueryParam("node")
    public @Nullable String node;

    /// The present window of a kind: minute, hour, day, week or month; instead of `from` and `to`.
    @QueryParam("window")
    public @Nullable String window;

    /// First day or instant; the first of the zone's month where absent.
    @QueryParam("from")
    public @Nullable String from;

    /// Day or instant up to which, itself not in; now where absent.
    @QueryParam("to")
    public @Nullable String to;

    /// Whose days; UTC where absent.
    @QueryParam("zone")
    public @Nullable String zone;

    /// organisation, team, project, key, node (the level below the one asked for), variant, pool, lane, period,
    /// carried, profile, profile-version, day, tag:KEY or node-tag:KEY; several, or one list with commas.
    @QueryParam("group")
    public @Nullable List<String> group;

    @QueryParam("variant")
    public @Nullable String variant;

    @QueryParam("pool")
    public @Nullable String pool;

    @QueryParam("lane")
    public @Nullable String lane;

    /// Name of a prompt profile.
    @QueryParam("profile")
    public @Nullable String profile;

    /// Month of the books, such as 2026-11. Without `from` and `to`, whatever that month's books hold.
    @QueryParam("period")
    public @Nullable String period;

    /// KEY=VALUE of the requests' metadata; several: all of them.
    @QueryParam("tag")
    public @Nullable List<String> tag;

    /// The month whose books are asked for whole: what came late for earlier months, and corrections of them, too.
    Optional<YearMonth> wholeMonth() {
        return period != null && from == null && to == null && window == null ? Optional.of(month()) : Optional.empty();
    }

    /// @param seen the node, once it is known that the asker may see it
    /// @param firstDay of all that the books of the [#wholeMonth] hold; empty where no such month is asked for
    SpendQuery query(
            Optional<SpendQuery.Node> seen, Optional<LocalDate> firstDay, int daysMax, int groupingsMax, Instant now) {
        return new SpendQuery(seen, span(firstDay, daysMax, now), groupings(seen, groupingsMax), filters());
    }

    private Span span(Optional<LocalDate> firstDay, int daysMax, Instant present) {
        Instant now = present.truncatedTo(ChronoUnit.MILLIS);
        ZoneId place = Fields.zone("zone", zone);
        if (window != null && (from != null || to != null)) {
            throw new ProblemException(Problem.invalid("window", "either window or from and to", "one of the two"));
        }
        if (window != null) {
            WindowKind kind = Fields.word("window", window, WindowKind.class);
            if (kind == WindowKind.TOTAL) {
                throw new ProblemException(
                        Problem.invalid("window", "there is no report over all time", "from and to, or a shorter one"));
            }
            Window at = kind.at(now, place);
            return new Span(at.start(), at.end(), place);
        }
        Instant end = to == null ? periodEnd(now) : instant("to", to, place);
        Instant start = from == null ? start(firstDay, end, place, daysMax) : instant("from", from, place);
        if (!start.isBefore(end)) {
            throw new ProblemException(Problem.invalid("from", "from is not before to", "a time before " + end));
        }
        Span span = new Span(start, end, place);
        if (firstDay.isEmpty() && span.days() > daysMax) {
            throw new ProblemException(
                    Problem.invalid("from", "the report covers " + span.days() + " days", "at most " + daysMax));
        }
        return span;
    }

    private Instant periodEnd(Instant now) {
        return period == null
                ? now
                : month().plusMonths(1).atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    private Instant start(Optional<LocalDate> firstDay, Instant end, ZoneId place, int daysMax) {
        if (firstDay.isPresent()) {
            return firstDay.get().atStartOfDay(ZoneOffset.UTC).toInstant();
        }
        return period == null
                ? WindowKind.MONTH.at(end.minusMillis(1), place).start()
                : end.atZone(ZoneOffset.UTC).minusDays(daysMax).toInstant();
    }

    private YearMonth month() {
        String text = Fields.required("period", period, MONTH);
        try {
            YearMonth month = YearMonth.parse(text);
            if (month.getYear() >= 1 && month.getYear() <= YEAR_MAX) {
                return month;
            }
        } catch (DateTimeParseException e) {
            // Told below, as a month out of range is.
        }
        throw new ProblemException(Problem.invalid("period", "'" + text + "' is not a month", MONTH));
    }

    private List<Grouping> groupings(Optional<SpendQuery.Node> seen, int most) {
        List<Grouping> groupings = new ArrayList<>();
        for (String list : group == null ? List.<String>of() : group) {
            for (String word : list.split(",", -1)) {
                groupings.add(grouping(word.strip(), seen));
            }
        }
        if (groupings.size() > most || groupings.stream().distinct().count() < groupings.size()) {
            throw new ProblemException(
                    Problem.invalid("group", "too many, or one of them twice", "at most " + most + " different ones"));
        }
        return groupings;
    }

    private static Grouping grouping(String word, Optional<SpendQuery.Node> seen) {
        if (word.startsWith(Grouping.NODE_TAG) && word.length() > Grouping.NODE_TAG.length()) {
            return new Grouping.NodeTag(text("group", word.substring(Grouping.NODE_TAG.length())));
        }
        if (word.startsWith(Grouping.TAG) && word.length() > Grouping.TAG.length()) {
            return new Grouping.Tag(text("group", word.substring(Grouping.TAG.length())));
        }
        return switch (word) {
            case "day" -> new Grouping.Day();
            case "node" -> seen.map(node -> node.level().below()).orElse(Grouping.Level.ORGANISATION);
            case "organisation", "team", "project", "key" -> Fields.word("group", word, Grouping.Level.class);
            case "variant", "pool", "lane", "period", "carried", "profile", "profile-version" ->
                Fields.word("group", word, Grouping.Attribute.class);
            default ->
                throw new ProblemException(Problem.invalid(
                        "group",
                        "nothing is grouped by '" + word + "'",
                        "organisation, team, project, key, node, variant, pool, lane, period, carried, profile, profile-version,"
                                + " day, tag:KEY or node-tag:KEY"));
        };
    }

    private Map<Grouping, String> filters() {
        Map<Grouping, String> filters = new LinkedHashMap<>();
        put(filters, Grouping.Attribute.VARIANT, variant);
        put(filters, Grouping.Attribute.POOL, pool);
        put(filters, Grouping.Attribute.LANE, lane);
        put(filters, Grouping.Attribute.PROFILE, profile);
        put(filters, Grouping.Attribute.PERIOD, period == null ? null : month().toString());
        for (String each : tag == null ? List.<String>of() : tag) {
            int equals = each.indexOf('=');
            if (equals < 1) {
                throw new ProblemException(Problem.invalid("tag", "'" + each + "' is not a tag", "KEY=VALUE"));
            }
            put(filters, new Grouping.Tag(text("tag", each.substring(0, equals))), each.substring(equals + 1));
        }
        return filters;
    }

    private static void put(Map<Grouping, String> filters, Grouping grouping, @Nullable String value) {
        if (value != null) {
            filters.put(grouping, text(grouping.word(), value));
        }
    }

    /// What the database takes for text.
    private static String text(String field, String value) {
        if (value.length() > TEXT_LENGTH_MAX || value.indexOf('\0') >= 0) {
            throw new ProblemException(
                    Problem.invalid(field, "the text is not allowed", "at most " + TEXT_LENGTH_MAX + " characters"));
        }
        return value;
    }

    private static Instant instant(String field, String text, ZoneId zone) {
        try {
            return text.contains("T")
                    ? Instant.parse(text).truncatedTo(ChronoUnit.MILLIS)
                    : LocalDate.parse(text).atStartOfDay(zone).toInstant();
        } catch (DateTimeParseException e) {
            throw new ProblemException(Problem.invalid(field, "'" + text + "' is not a time", TIME));
        }
    }
}
