package dev.cortado.router.session;

import java.time.Duration;
import java.time.Instant;

/// When a question to accounting left, when its answer came, and what accounting's clock said in between.
public record Exchange(
        long sentNanos, long receivedNanos, Instant sentWall, Instant receivedWall, Instant accountingNow) {

    /// Accounting's time at a monotonic moment after this exchange; behind by the answer's way at most.
    public Instant accountingTime(long nanos) {
        return accountingNow.plusNanos(nanos - receivedNanos);
    }

    /// How far the wall clock is from accounting's, taking the answer's time as the middle of the exchange.
    public Duration skew() {
        Instant middle = sentWall.plus(Duration.between(sentWall, receivedWall).dividedBy(2));
        return Duration.between(middle, accountingNow).abs();
    }
}
