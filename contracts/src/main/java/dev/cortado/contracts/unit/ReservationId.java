package dev.cortado.contracts.unit;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.UUID;

/// One routed request: reservation and decision have the same id, a UUID of version 7 (RFC 9562, section 5.7)
/// whose time is accounting's.
public record ReservationId(UUID value) {

    private static final int VERSION = 7;
    private static final SecureRandom RANDOM = new SecureRandom();

    public ReservationId {
        if (value.version() != VERSION) {
            throw new IllegalArgumentException("a reservation id must be a UUID of version 7, not " + value);
        }
    }

    /// @throws IllegalArgumentException if the text is not a UUID of version 7
    public static ReservationId parse(String text) {
        UUID uuid = UUID.fromString(text);
        if (!uuid.toString().equalsIgnoreCase(text)) {
            throw new IllegalArgumentException("not a UUID in its usual form: " + text);
        }
        return new ReservationId(uuid);
    }

    /// A new id of this time: 48 bits of milliseconds, 74 random bits.
    public static ReservationId at(Instant time) {
        long high = (time.toEpochMilli() << 16) | (VERSION << 12) | (RANDOM.nextInt() & 0xFFF);
        long low = (RANDOM.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
        return new ReservationId(new UUID(high, low));
    }

    /// The time in the id, to the millisecond.
    public Instant time() {
        return Instant.ofEpochMilli(value.getMostSignificantBits() >>> 16);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
