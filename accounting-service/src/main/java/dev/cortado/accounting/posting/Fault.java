package dev.cortado.accounting.posting;

import java.util.Locale;

/// Why a record of the usage log is quarantined before it reaches the database.
public enum Fault {
    /// Not a CloudEvent with a type, or not the message its type names.
    UNREADABLE,
    /// The router's signature of the token is wrong.
    BAD_TOKEN_SIGNATURE,
    /// The node's signature of the receipt is wrong, or it is of another attempt or cost.
    BAD_RECEIPT,
    /// A field is out of its range.
    MALFORMED,
    /// Not in the partition its token names, so that its session's fence would not follow it.
    WRONG_PARTITION,
    /// The prompt or the completion was not counted.
    UNCOUNTED,
    /// The cost is not what the token's prices make of the counts.
    COST_DIFFERS,
    /// The charges are not the token's holds, or not what the counts and the cost make of them.
    CHARGES_DIFFER,
    /// The reservation's time is far from the log's.
    TIME_OUT_OF_RANGE,
    /// Sound to look at, but the database refused it.
    REFUSED_BY_DATABASE;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
