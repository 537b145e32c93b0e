package dev.cortado.bench.simulation.broken;

import dev.cortado.bench.simulation.books.LeaseFunctions;
import dev.cortado.bench.simulation.books.Tables;
import dev.cortado.bench.simulation.party.Protocol;
import dev.cortado.bench.simulation.party.RouterClock;
import dev.cortado.contracts.unit.SessionId;
import dev.cortado.inference.verify.AttemptGrant;
import dev.cortado.inference.verify.Hold;
import dev.cortado.router.accounting.Accounting;
import dev.cortado.router.accounting.Beat;
import dev.cortado.router.accounting.LeaseAnswer;
import dev.cortado.router.accounting.LeaseMessage;
import dev.cortado.router.accounting.Registered;
import dev.cortado.router.accounting.SessionClass;
import dev.cortado.router.hold.AttemptKey;
import dev.cortado.router.hold.Holds;
import dev.cortado.router.route.Settling;
import dev.cortado.router.route.Word;
import dev.cortado.router.tenant.LimitCounter;
import dev.cortado.router.tenant.PathAnswer;
import dev.cortado.router.tenant.Tenant;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/// What goes wrong in a router.
final class BrokenRouters {

    private BrokenRouters() {}

    /// Each copy of a receipt frees what was held.
    static final class SettleTwice extends Protocol {
        private final Map<AttemptKey, dev.cortado.router.hold.Hold> settled = new HashMap<>();

        @Override
        public void settle(Settling settling, Holds holds, Word word, Optional<dev.cortado.router.hold.Hold> open) {
            settling.settle(word);
            if (open.isPresent()) {
                settled.put(word.key(), open.get());
            } else {
                dev.cortado.router.hold.Hold hold = settled.get(word.key());
                if (hold != null) {
                    holds.giveUp(hold.session(), hold.organisation(), hold.amounts());
                }
            }
        }
    }

    /// The token allows more than was taken for it.
    static final class HoldTooSmall extends Protocol {
        @Override
        public AttemptGrant sign(AttemptGrant grant) {
            return new AttemptGrant(
                    grant.id(),
                    grant.node(),
                    grant.variant(),
                    grant.holds().stream()
                            .map(hold -> new Hold(hold.lease(), hold.counter(), hold.kind(), hold.amount() * 2))
                            .toList(),
                    grant.prices(),
                    grant.completion(),
                    grant.times(),
                    grant.usage(),
                    grant.token());
        }
    }

    /// Limits are asked one after the other, and what was taken of the first is given back where a later one is short.
    static final class TakenThenRolledBack extends Protocol {
        private static final Duration MOMENT = Duration.ofMillis(300);
        private static final long STRIDE = 4;

        @Override
        public Accounting accounting(Accounting port, RouterClock clock) {
            return new Ported(port) {
                @Override
                public CompletionStage<LeaseAnswer> lease(LeaseMessage message) {
                    return next(message, 0, List.of());
                }

                private CompletionStage<LeaseAnswer> next(
                        LeaseMessage message, int index, List<LeaseAnswer.Grant> taken) {
                    LeaseMessage.Want want = message.wants().get(index);
                    return port.lease(part(message, index, STRIDE - 2, want)).thenCompose(answer -> {
                        if (!(answer instanceof LeaseAnswer.Granted granted)) {
                            return CompletableFuture.completedFuture(answer);
                        }
                        List<LeaseAnswer.Grant> all = new ArrayList<>(taken);
                        all.addAll(granted.grants());
                        if (granted.grants().getFirst().total() < want.want() && index > 0) {
                            return later(() -> port.lease(part(
                                            message,
                                            0,
                                            STRIDE - 1,
                                            message.wants().getFirst())))
                                    .thenApply(back -> merged(back, all));
                        }
                        return index + 1 < message.wants().size()
                                ? next(message, index + 1, all)
                                : CompletableFuture.completedFuture(new LeaseAnswer.Granted(all, granted.asOf()));
                    });
                }

                private CompletionStage<LeaseAnswer> later(Supplier<CompletionStage<LeaseAnswer>> rollBack) {
                    CompletableFuture<Boolean> moment = new CompletableFuture<>();
                    clock.after(MOMENT, () -> moment.complete(true));
                    return moment.thenCompose(_ -> rollBack.get());
                }
            };
        }

        /// One counter's part of a message; the last of its numbers takes back what the one before took.
        private static LeaseMessage part(LeaseMessage message, int index, long number, LeaseMessage.Want want) {
            LeaseMessage.Want asked =
                    number == STRIDE - 1 ? new LeaseMessage.Want(want.counter(), want.floor(), want.floor()) : want;
            return new LeaseMessage(
                    message.session(),
                    message.seq() * STRIDE + number,
                    message.requestId() + "-" + index + "-" + number,
                    List.of(asked),
                    message.waitingSince());
        }

        private static LeaseAnswer merged(LeaseAnswer back, List<LeaseAnswer.Grant> all) {
            if (!(back instanceof LeaseAnswer.Granted granted)) {
                return back;
            }
            List<LeaseAnswer.Grant> after = new ArrayList<>(granted.grants());
            all.stream().skip(1).forEach(after::add);
            return new LeaseAnswer.Granted(after, granted.asOf());
        }
    }

    /// A path does not tell which of its limits are soft, and accounting grants none beyond its cap.
    static final class SoftLimitTakenForHard extends Protocol {
        @Override
        public LeaseFunctions leases(Tables tables) {
            return new BrokenLeases.CappedSoftLimits(tables);
        }

        @Override
        public Accounting accounting(Accounting port, RouterClock clock) {
            return new Ported(port) {
                @Override
                public CompletionStage<PathAnswer> path(Tenant tenant) {
                    return port.path(tenant)
                            .thenApply(answer -> answer instanceof PathAnswer.Limits limits
                                    ? new PathAnswer.Limits(hard(limits.counters()), hard(limits.next()))
                                    : answer);
                }
            };
        }

        private static List<LimitCounter> hard(List<LimitCounter> counters) {
            return counters.stream()
                    .map(counter -> new LimitCounter(
                            counter.id(),
                            counter.limit(),
                            counter.unit(),
                            true,
                            counter.windowStart(),
                            counter.windowEnd(),
                            counter.cap(),
                            counter.committed(),
                            counter.asOf()))
                    .toList();
        }
    }

    /// Each router ends hours by the hours of its own zone.
    static final class WindowComputedByTheRouter extends Protocol {
        @Override
        public Accounting accounting(Accounting port, RouterClock clock) {
            return new Ported(port) {
                @Override
                public CompletionStage<PathAnswer> path(Tenant tenant) {
                    return port.path(tenant)
                            .thenApply(answer -> answer instanceof PathAnswer.Limits limits
                                    ? new PathAnswer.Limits(
                                            limits.counters().stream()
                                                    .map(WindowComputedByTheRouter::ownHour)
                                                    .toList(),
                                            List.of())
                                    : answer);
                }
            };
        }

        private static LimitCounter ownHour(LimitCounter counter) {
            if (!counter.windowEnd().isBefore(counter.asOf().plus(Duration.ofDays(2)))) {
                return counter;
            }
            return new LimitCounter(
                    counter.id(),
                    counter.limit(),
                    counter.unit(),
                    counter.hard(),
                    counter.windowStart(),
                    counter.windowEnd().plus(Duration.ofMinutes(30)),
                    counter.cap(),
                    counter.committed(),
                    counter.asOf());
        }
    }

    /// Passes everything on.
    abstract static class Ported implements Accounting {
        private final Accounting port;

        Ported(Accounting port) {
            this.port = port;
        }

        @Override
        public CompletionStage<Registered> register(String router, SessionClass sessionClass) {
            return port.register(router, sessionClass);
        }

        @Override
        public CompletionStage<Beat> heartbeat(
                SessionId session, long seq, long acknowledgedVersion, Instant routerNow) {
            return port.heartbeat(session, seq, acknowledgedVersion, routerNow);
        }

        @Override
        public CompletionStage<LeaseAnswer> lease(LeaseMessage message) {
            return port.lease(message);
        }

        @Override
        public CompletionStage<PathAnswer> path(Tenant tenant) {
            return port.path(tenant);
        }

        @Override
        public CompletionStage<Void> drain(SessionId session) {
            return port.drain(session);
        }
    }
}
