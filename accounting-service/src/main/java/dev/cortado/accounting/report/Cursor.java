package dev.cortado.accounting.report;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;

/// Where a page ended: the keys of its last line. Lines stand in the order of their keys, so the next page begins
/// behind them, whatever was added meanwhile, and covers the same times, also where "now" has gone on. It is good for
/// the question that gave it, and refused with another.
public record Cursor(Instant from, Instant to, List<String> keys) {

    private static final String SEPARATOR = ".";

    /// The part of the text where the keys begin.
    private static final int KEYS = 3;

    public Cursor {
        keys = List.copyOf(keys);
    }

    /// Text of letters, digits and `.-_`. Times are to the millisecond, as queries' are.
    public String text(SpendQuery query) {
        StringBuilder text = new StringBuilder(mark(query))
                .append(SEPARATOR)
                .append(from.toEpochMilli())
                .append(SEPARATOR)
                .append(to.toEpochMilli());
        for (String key : keys) {
            text.append(SEPARATOR)
                    .append(Base64.getUrlEncoder()
                            .withoutPadding()
                            .encodeToString(key.getBytes(StandardCharsets.UTF_8)));
        }
        return text.toString();
    }

    /// @throws IllegalArgumentException if it is not the cursor of a page of this query
    public static Cursor parse(String text, SpendQuery query) {
        String[] parts = text.split("\\.", -1);
        if (!parts[0].equals(mark(query)) || parts.length != query.groupings().size() + KEYS) {
            throw new IllegalArgumentException("the cursor belongs to another query");
        }
        List<String> keys = new ArrayList<>();
        for (int i = KEYS; i < parts.length; i++) {
            String key = new String(Base64.getUrlDecoder().decode(parts[i]), StandardCharsets.UTF_8);
            if (key.indexOf('\0') >= 0) {
                throw new IllegalArgumentException("the cursor was changed");
            }
            keys.add(key);
        }
        return new Cursor(time(parts[1]), time(parts[2]), keys);
    }

    private static Instant time(String text) {
        return Instant.ofEpochMilli(Long.parseLong(text));
    }

    private static String mark(SpendQuery query) {
        return Integer.toHexString(Objects.hash(
                query.node().map(SpendQuery.Node::id),
                query.span().zone().getId(),
                query.groupings().stream().map(Grouping::word).toList(),
                query.filters().entrySet().stream()
                        .map(each -> each.getKey().word() + "=" + each.getValue())
                        .sorted()
                        .toList()));
    }
}
