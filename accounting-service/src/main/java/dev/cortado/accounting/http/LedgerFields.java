package dev.cortado.accounting.http;

import dev.cortado.contracts.unit.NanoUsd;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Fields of requests that move money.
final class LedgerFields {

    private static final int REASON_LENGTH_MAX = 1_000;
    private static final int NANO_DIGITS = 9;

    private LedgerFields() {}

    /// An amount above zero, as a decimal of USD or in nano-USD.
    static NanoUsd amount(@Nullable String usd, @Nullable Long nanoUsd) {
        if ((usd == null) == (nanoUsd == null)) {
            throw new ProblemException(Problem.invalid(
                    usd == null ? "amountUsd" : "amountNanoUsd",
                    usd == null ? "the amount is missing" : "the amount is there twice",
                    "either amountUsd or amountNanoUsd"));
        }
        return usd == null
                ? checked("amountNanoUsd", Fields.required("amountNanoUsd", nanoUsd, ""), 1)
                : usd("amountUsd", usd, 1);
    }

    /// A decimal of USD, of at least so many nano-USD.
    static NanoUsd usd(String field, @Nullable String value, long least) {
        String expected = "a decimal of USD as text, at most " + NANO_DIGITS + " decimals";
        try {
            return checked(
                    field,
                    new BigDecimal(Fields.required(field, value, expected))
                            .movePointRight(NANO_DIGITS)
                            .longValueExact(),
                    least);
        } catch (ArithmeticException | NumberFormatException e) {
            throw new ProblemException(Problem.invalid(field, "'" + value + "' is not such an amount", expected));
        }
    }

    private static NanoUsd checked(String field, long nanos, long least) {
        if (nanos < least || nanos > NanoUsd.CAP_MAX.nanos()) {
            throw new ProblemException(Problem.invalid(
                    field,
                    "the amount is out of range",
                    least + " to " + NanoUsd.CAP_MAX.nanos() + " nano-USD, as a whole number of them"));
        }
        return NanoUsd.of(nanos);
    }

    static String reason(@Nullable String reason) {
        String expected = "why, in 1 to " + REASON_LENGTH_MAX + " characters";
        String text = Fields.required("reason", reason, expected).strip();
        if (text.isEmpty() || text.length() > REASON_LENGTH_MAX || text.indexOf('\0') >= 0) {
            throw new ProblemException(Problem.invalid("reason", "the length is not allowed", expected));
        }
        return text;
    }

    static YearMonth month(String text) {
        try {
            YearMonth month = YearMonth.parse(text);
            if (month.getYear() < 2000 || month.getYear() > 9999) {
                throw new DateTimeException("out of range");
            }
            return month;
        } catch (DateTimeException e) {
            throw new ProblemException(Problem.invalid("month", "'" + text + "' is not a month", "such as 2026-10"));
        }
    }

    static Optional<Instant> time(String field, @Nullable String text) {
        try {
            return Optional.ofNullable(text)
                    .map(each -> OffsetDateTime.parse(each).toInstant());
        } catch (DateTimeException e) {
            throw new ProblemException(Problem.invalid(
                    field, "'" + text + "' is not a time", "a time with its offset, such as 2026-12-01T00:00:00Z"));
        }
    }

    /// Parts of a cursor, as [#cursor] wrote them.
    static String[] cursorParts(String cursor, int parts) {
        try {
            String[] found = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8).split("\n", -1);
            if (found.length == parts) {
                return found;
            }
        } catch (IllegalArgumentException e) {
            // Told below, as any other cursor that is not ours.
        }
        throw new ProblemException(Problem.invalid("after", "this is no cursor", "the 'next' of the page before"));
    }

    static String cursor(String... parts) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(String.join("\n", parts).getBytes(StandardCharsets.UTF_8));
    }
}
