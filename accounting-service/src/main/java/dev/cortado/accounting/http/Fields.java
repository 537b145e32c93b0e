package dev.cortado.accounting.http;

import dev.cortado.contracts.unit.NanoUsd;
import dev.cortado.contracts.unit.PicoUsdPerToken;
import dev.cortado.contracts.unit.ReservationId;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads fields of requests; what does not fit becomes a [Problem] that names the field and what to send instead.
final class Fields {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final int LABEL_LENGTH_MAX = 128;

    private Fields() {}

    static <T> T required(String field, @Nullable T value, String expected) {
        if (value == null) {
            throw new ProblemException(Problem.invalid(field, field + " is missing", expected));
        }
        return value;
    }

    /// A name that groups of Keycloak can carry.
    static String name(String field, @Nullable String value) {
        String expected = "1 to 64 letters, digits and . _ -";
        String name = required(field, value, expected);
        if (!NAME.matcher(name).matches()) {
            throw new ProblemException(Problem.invalid(field, "'" + name + "' is not a name", expected));
        }
        return name;
    }

    static String label(String field, @Nullable String value) {
        String expected = "1 to " + LABEL_LENGTH_MAX + " characters";
        String label = required(field, value, expected).strip();
        if (label.isEmpty() || label.length() > LABEL_LENGTH_MAX || label.indexOf('\0') >= 0) {
            throw new ProblemException(Problem.invalid(field, "the length is not allowed", expected));
        }
        return label;
    }

    /// One of an enumeration's words in lower case.
    static <E extends Enum<E>> E word(String field, @Nullable String value, Class<E> type) {
        String expected = String.join(
                ", ",
                Arrays.stream(type.getEnumConstants())
                        .map(each -> each.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                        .toList());
        String word = required(field, value, expected);
        for (E each : type.getEnumConstants()) {
            if (each.name().toLowerCase(Locale.ROOT).replace('_', '-').equals(word)) {
                return each;
            }
        }
        throw new ProblemException(Problem.invalid(field, "'" + word + "' is not known", "one of " + expected));
    }

    /// A zone by its name in the IANA database: a fixed offset knows no change of the clock.
    static ZoneId zone(String field, @Nullable String value) {
        if (value == null) {
            return ZoneId.of("UTC");
        }
        if (!ZoneId.getAvailableZoneIds().contains(value)) {
            throw new ProblemException(Problem.invalid(
                    field,
                    "'" + value + "' is not a zone",
                    "a zone of the IANA database, such as UTC or Europe/Berlin"));
        }
        return ZoneId.of(value);
    }

    static LocalDate date(String field, @Nullable String value, LocalDate otherwise) {
        try {
            return value == null ? otherwise : LocalDate.parse(value);
        } catch (DateTimeParseException e) {
            throw new ProblemException(
                    Problem.invalid(field, "'" + value + "' is not a date", "a date as 2026-11-23, days are UTC"));
        }
    }

    /// A cap in USD; digits below a nano-USD are refused rather than cut.
    static long usd(String field, String value) {
        String expected = "a decimal of USD as text, 0 to " + NanoUsd.CAP_MAX.toUsd() + ", at most 9 decimals";
        try {
            BigDecimal nanos = new BigDecimal(value).movePointRight(9).stripTrailingZeros();
            return amount(field, nanos.longValueExact());
        } catch (ArithmeticException | NumberFormatException e) {
            throw new ProblemException(Problem.invalid(field, "'" + value + "' is not such an amount", expected));
        }
    }

    static long amount(String field, long value) {
        if (value < 0 || value > NanoUsd.CAP_MAX.nanos()) {
            throw new ProblemException(
                    Problem.invalid(field, "the cap is out of range", "0 to " + NanoUsd.CAP_MAX.nanos()));
        }
        return value;
    }

    static PicoUsdPerToken price(String field, @Nullable String value) {
        String expected = "USD per million tokens as text, 0 to 1000000, at most 6 decimals";
        try {
            return PicoUsdPerToken.ofUsdPerMillionTokens(required(field, value, expected));
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new ProblemException(Problem.invalid(field, "'" + value + "' is not such a price", expected));
        }
    }

    /// A number where an earlier page ended.
    static long cursor(String field, String value, String expected) {
        try {
            return Long.parseLong(value);
        } catch (NumberFormatException e) {
            throw new ProblemException(Problem.invalid(field, "'" + value + "' is not a cursor", expected));
        }
    }

    /// A time with its offset; empty where absent.
    static Optional<Instant> time(String field, @Nullable String value) {
        try {
            return Optional.ofNullable(value)
                    .map(text -> OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeParseException e) {
            throw new ProblemException(Problem.invalid(
                    field, "'" + value + "' is not a time", "a time with its offset, such as 2027-01-01T00:00:00Z"));
        }
    }

    static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("the JDK lacks SHA-256", e);
        }
    }

    static ReservationId reservation(String value) {
        try {
            return ReservationId.parse(value);
        } catch (IllegalArgumentException e) {
            throw new ProblemException(Problem.invalid(
                    "reservation",
                    String.valueOf(e.getMessage()),
                    "the decision id of a response: a UUID of version 7"));
        }
    }
}
