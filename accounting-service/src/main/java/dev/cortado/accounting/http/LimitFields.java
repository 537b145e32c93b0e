package dev.cortado.accounting.http;

import dev.cortado.accounting.limit.AlertPercents;
import dev.cortado.accounting.path.LimitUnit;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Reads the fields of limits.
final class LimitFields {

    static final String CHANGEABLE = "one at least of capUsd or cap, hard, alertPercents, window, zone";

    private LimitFields() {}

    /// An id that is none names no limit.
    static long id(String asked) {
        try {
            return Long.parseLong(asked);
        } catch (NumberFormatException e) {
            throw new ProblemException(Problem.missing("limit", asked));
        }
    }

    static ProblemException missing(long id) {
        return new ProblemException(Problem.missing("limit", Long.toString(id)));
    }

    static long cap(LimitUnit unit, @Nullable String capUsd, @Nullable Long cap) {
        if (unit == LimitUnit.NANO_USD && capUsd != null && cap == null) {
            return Fields.usd("capUsd", capUsd);
        }
        if (capUsd != null) {
            throw new ProblemException(Problem.invalid(
                    "capUsd", "either cap or capUsd, and capUsd only of limits in nano-usd", "one of the two"));
        }
        return Fields.amount("cap", Fields.required("cap", cap, "a whole number in the limit's unit"));
    }

    static AlertPercents alertPercents(@Nullable List<Integer> percents) {
        if (percents == null) {
            return AlertPercents.NONE;
        }
        String expected = "at most " + AlertPercents.COUNT_MAX + " whole numbers, 1 to " + AlertPercents.PERCENT_MAX;
        if (percents.stream().anyMatch(Objects::isNull)) {
            throw new ProblemException(Problem.invalid("alertPercents", "one of them is null", expected));
        }
        try {
            return new AlertPercents(percents);
        } catch (IllegalArgumentException e) {
            throw new ProblemException(Problem.invalid("alertPercents", String.valueOf(e.getMessage()), expected));
        }
    }
}
