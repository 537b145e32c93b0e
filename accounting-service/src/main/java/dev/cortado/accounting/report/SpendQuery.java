package dev.cortado.accounting.report;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a spend report is asked for.
///
/// @param node whose spend; empty: everybody's
/// @param span the requests' times
/// @param groupings what lines are told apart by, in their order; none: one line
/// @param filters only what has exactly these values
public record SpendQuery(Optional<Node> node, Span span, List<Grouping> groupings, Map<Grouping, String> filters) {

    public SpendQuery {
        groupings = List.copyOf(groupings);
        filters = Map.copyOf(filters);
    }

    /// The same question over the times of an earlier page.
    ///
    /// @throws IllegalArgumentException if they are none
    public SpendQuery at(Cursor cursor) {
        return new SpendQuery(node, new Span(cursor.from(), cursor.to(), span.zone()), groupings, filters);
    }

    /// A node of the tenant tree and the organisation it is in.
    public record Node(String id, Grouping.Level level, String organisation) {}
}
