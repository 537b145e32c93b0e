package dev.cortado.bench.ledger;

import java.util.SplittableRandom;

/// The totals that a router tells of one path's leases, in nano-USD and the same for each of its
/// counters: since the session began, never less than what is held and settled.
///
/// The path's demand rises and falls at random by fours, between nothing and 64 holds. By it the totals
/// grow and shrink as those of the router's own leases: room is renewed while a part of it is left, what
/// is more than twice the demand is given back, all of it where the demand is gone, and then a request
/// has to wait for room.
final class PathTotals {

    /// Steps of the demand above none.
    static final int LEVEL_MAX = 4;

    /// What one request holds.
    static final long HOLD_NANO_USD = 1_000_000;

    private static final int BITS_A_LEVEL = 2;
    private static final int BUSIER_PERCENT = 60;
    private static final int PERCENT = 100;
    private static final int EIGHTHS = 8;

    /// One counter's part of an order.
    ///
    /// @param floor settled and open holds
    /// @param want what the router would like in all, at least the floor
    record Want(OrderKind kind, long floor, long want) {}

    private long floor;
    private long granted;
    private int level;

    /// @param held granted, and all of it held: what the events in the topic are charged to
    PathTotals(long held) {
        this.floor = held;
        this.granted = held;
    }

    long floor() {
        return floor;
    }

    /// Granted, and not held.
    long room() {
        return granted - floor;
    }

    /// Some of the room has been used meanwhile, and the demand has changed: what the router says then.
    /// What is given back is no room any more from here on.
    Want next(SplittableRandom random) {
        long before = room();
        boolean isBusier = before == 0 || random.nextInt(PERCENT) < BUSIER_PERCENT;
        floor += isBusier
                ? before / 2 + random.nextLong(before * 3 / EIGHTHS + 1)
                : random.nextLong(before / EIGHTHS + 1);
        level = Math.clamp(level + (isBusier ? 1L : -1L), 0, LEVEL_MAX);
        long hold = before == 0 ? HOLD_NANO_USD : 0;
        long want = floor + Math.max(hold + target(), Math.min(room(), hold + 2 * target()));
        granted = Math.min(granted, want);
        OrderKind busy = before == 0 ? OrderKind.ASK : OrderKind.RENEW;
        return new Want(isBusier ? busy : OrderKind.GIVE_BACK, floor, want);
    }

    /// Accounting has answered: so much is granted in all. A request that waited takes its hold of it.
    void granted(Want want, long total) {
        granted = total;
        if (want.kind() == OrderKind.ASK) {
            floor += Math.min(HOLD_NANO_USD, room());
        }
    }

    /// The room aimed at.
    private long target() {
        return level == 0 ? 0 : HOLD_NANO_USD << (BITS_A_LEVEL * (level - 1));
    }
}
