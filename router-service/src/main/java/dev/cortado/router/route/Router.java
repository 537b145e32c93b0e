package dev.cortado.router.route;

import dev.cortado.contracts.unit.NanoUsd;
import dev.cortado.contracts.unit.ReservationId;
import dev.cortado.router.accounting.SessionClass;
import dev.cortado.router.catalogue.CurrentCatalogue;
import dev.cortado.router.decide.Choice;
import dev.cortado.router.decide.Option;
import dev.cortado.router.decide.Tried;
import dev.cortado.router.decision.Attempt;
import dev.cortado.router.decision.Decision;
import dev.cortado.router.decision.Decisions;
import dev.cortado.router.decision.Hedge;
import dev.cortado.router.estimate.Estimator;
import dev.cortado.router.fleet.Fleet;
import dev.cortado.router.fleet.Node;
import dev.cortado.router.hold.AttemptKey;
import dev.cortado.router.hold.BudgetView;
import dev.cortado.router.hold.Holds;
import dev.cortado.router.hold.Rung;
import dev.cortado.router.hold.Taking;
import dev.cortado.router.price.PriceBook;
import dev.cortado.router.price.Prices;
import dev.cortado.router.session.Admission;
import dev.cortado.router.session.Sessions;
import dev.cortado.router.tenant.LimitUnit;
import dev.cortado.router.tenant.PathAnswer;
import dev.cortado.router.tenant.Paths;
import dev.cortado.router.time.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/// The story of one request in the router: is the session live; which limits stand on the tenant's path; which
/// candidate answers at least cost; hold the most it may cost on every limit at once; place the attempt.
///
/// What comes after an attempt was placed is told by [Settling].
public final class Router {

    /// How often a path may turn out outdated, or a session over, before the request is refused.
    private static final int TRIES = 3;

    private final Sessions sessions;
    private final Paths paths;
    private final Prices prices;
    private final Deciding deciding;
    private final Holds holds;
    private final Decisions decisions;
    private final Settling settling;
    private final RoutePace pace;
    private final Time time;
    private final RouteWatcher watcher;
    private final Function<Instant, ReservationId> newReservation;

    /// The parts of the router that hold state, each by its name.
    public record Parts(
            Sessions sessions,
            Paths paths,
            Prices prices,
            CurrentCatalogue catalogue,
            Fleet fleet,
            Holds holds,
            Decisions decisions,
            Estimator estimator) {}

    public Router(Parts parts, Deciding deciding, Settling settling, RoutePace pace, Time time, RouteWatcher watcher) {
        this(parts, deciding, settling, pace, time, watcher, ReservationId::at);
    }

    /// @param newReservation makes the id of a reservation of this time of accounting's
    public Router(
            Parts parts,
            Deciding deciding,
            Settling settling,
            RoutePace pace,
            Time time,
            RouteWatcher watcher,
            Function<Instant, ReservationId> newReservation) {
        this.sessions = parts.sessions();
        this.paths = parts.paths();
        this.prices = parts.prices();
        this.holds = parts.holds();
        this.decisions = parts.decisions();
        this.deciding = deciding;
        this.settling = settling;
        this.pace = pace;
        this.time = time;
        this.watcher = watcher;
        this.newReservation = newReservation;
    }

    /// The outcome is known on return unless accounting has to be asked, for the tenant's path or for room in a lease.
    public CompletionStage<RouteOutcome> route(RouteRequest request) {
        long begun = time.nanos();
        return told(begun, admit(new Journey(request, null, Tried.NOTHING, TRIES)));
    }

    /// A further attempt of a reservation whose latest one ended without a delivered delta.
    ///
    /// @param failedAttempt which one that was
    /// @param word what its node said of it, if anything; already verified
    public CompletionStage<RouteOutcome> reroute(RouteRequest request, AttemptKey failedAttempt, Optional<Word> word) {
        return reroute(request, failedAttempt, word, false);
    }

    /// @param escalate the failed attempt's answer was whole, but failed its check: the variant that was held for from
    ///     the start answers, or none
    public CompletionStage<RouteOutcome> reroute(
            RouteRequest request, AttemptKey failedAttempt, Optional<Word> word, boolean escalate) {
        long begun = time.nanos();
        return told(begun, admitAgain(request, failedAttempt, word, escalate));
    }

    /// A second attempt of a reservation beside its first, which still runs and has delivered nothing: at another node,
    /// with a hold of its own. Neither is settled by it.
    ///
    /// @param running the reservation's only attempt
    public CompletionStage<RouteOutcome> hedge(RouteRequest request, AttemptKey running) {
        long begun = time.nanos();
        return told(begun, admitBeside(request, running));
    }

    private CompletionStage<RouteOutcome> admitBeside(RouteRequest request, AttemptKey running) {
        Decision decision = decisions.inMemory(running.reservation()).orElse(null);
        if (decision == null || !decision.tenant().sharesProjectWith(request.tenant())) {
            return done(new RouteOutcome.UnknownReservation("no such reservation here"));
        }
        return Hedging.refusal(request, decision, running)
                .map(why -> done(new RouteOutcome.UnknownReservation(why)))
                .orElseGet(() -> admit(deciding.beside(request.asReadFor(decision), decision, TRIES)));
    }

    private CompletionStage<RouteOutcome> admitAgain(
            RouteRequest request, AttemptKey failedAttempt, Optional<Word> word, boolean escalate) {
        Decision decision = decisions.inMemory(failedAttempt.reservation()).orElse(null);
        if (decision == null || !decision.tenant().sharesProjectWith(request.tenant())) {
            return done(new RouteOutcome.UnknownReservation("no such reservation here"));
        }
        if (!isLast(decision, failedAttempt)) {
            return done(new RouteOutcome.UnknownReservation("attempt " + failedAttempt.attempt()
                    + " is not the latest, which is " + decision.latest().key().attempt()));
        }
        if (word.isPresent() && settling.settle(word.get()) instanceof SettleOutcome.Rejected(String message)) {
            return done(new RouteOutcome.UnknownReservation(message));
        }
        if (escalate) {
            return escalate(request, decision);
        }
        settling.over(decision.id());
        // The word that just settled the attempt is among what is known now.
        Tried tried = decisions.inMemory(decision.id()).orElse(decision).tried();
        return admit(new Journey(request.asReadFor(decision), decision, tried, TRIES));
    }

    /// Whether no attempt follows this one yet; a hedge beside it does not.
    private static boolean isLast(Decision decision, AttemptKey attempt) {
        Attempt latest = decision.latest();
        Hedge hedge = latest.hedge();
        return latest.key().equals(attempt) || (hedge != null && hedge.of() == attempt.attempt());
    }

    /// Uses what was held for another variant's answer from the start, or gives it back.
    private CompletionStage<RouteOutcome> escalate(RouteRequest request, Decision decision) {
        Reserves.Reserve reserve = settling.reserves().take(decision.id()).orElse(null);
        if (reserve == null) {
            return done(new RouteOutcome.UnknownReservation("nothing is held for another variant's answer"));
        }
        Tried known = new Tried(Set.of(), decision.tried().overlong());
        Journey journey = new Journey(request.asReadFor(decision), decision, known, 1);
        PathAnswer.Limits path = reserve.offer().path();
        Option option =
                isWithinCostMax(request, reserve) ? stillThere(journey, reserve).orElse(null) : null;
        Optional<Placement> placement = option != null
                        && paths.isCurrent(request.tenant(), path)
                        && sessions.admission(reserve.open().terms().sessionClass()) instanceof Admission.Open still
                        && still.terms().id().equals(reserve.open().terms().id())
                ? Placing.place(journey, still, option, reserve.taken(), pace, newReservation, budget(journey, path))
                : Optional.empty();
        boolean isKept = placement.isPresent()
                && Placing.keep(
                        journey,
                        placement.get(),
                        reserve.offer().chosen(),
                        path.counters(),
                        holds,
                        decisions,
                        sessions.accountingNow(),
                        time.nanos());
        if (!isKept) {
            settling.reserves().giveUp(reserve);
            return unavailable("what was held for another variant's answer cannot be used now");
        }
        placedOn(placement.get());
        return done(new RouteOutcome.Routed(placement.get(), false));
    }

    /// Whether the request's highest cost still covers what was held from the start; a verifier may
    /// have cost some of it.
    private static boolean isWithinCostMax(RouteRequest request, Reserves.Reserve reserve) {
        NanoUsd left = request.wishes().costMax();
        return left == null || reserve.taken().money().compareTo(left) <= 0;
    }

    private void placedOn(Placement placed) {
        Node node = placed.option().node();
        settling.health().placed(node.id(), node.incarnation(), placed.key());
    }

    /// The reserved variant at the reserved price, on the best node that has it now.
    private Optional<Option> stillThere(Journey journey, Reserves.Reserve reserve) {
        BudgetView budget = budget(journey, reserve.offer().path());
        return prices.at(sessions.accountingNow())
                .map(book -> deciding.choose(journey.request(), reserve.offer().path(), book, journey.tried(), budget))
                .flatMap(choice -> choice instanceof Choice.Chosen chosen
                        ? chosen.options().stream()
                                .filter(reserve::isFor)
                                .filter(option -> classOf(journey, option)
                                        == reserve.open().terms().sessionClass())
                                .findFirst()
                        : Optional.empty());
    }

    private CompletionStage<RouteOutcome> admit(Journey journey) {
        if (sessions.admission(SessionClass.SHORT) instanceof Admission.Closed
                && sessions.admission(SessionClass.LONG) instanceof Admission.Closed(String why)) {
            return unavailable(why);
        }
        return prices.at(sessions.accountingNow())
                .map(book -> findPath(journey, book))
                .orElseGet(() -> unavailable("no price book from accounting"));
    }

    private CompletionStage<RouteOutcome> findPath(Journey journey, PriceBook book) {
        CompletableFuture<PathAnswer> path =
                paths.of(journey.request().tenant()).toCompletableFuture();
        if (path.isDone() && !path.isCompletedExceptionally()) {
            return onPath(journey, book, path.join());
        }
        return Deadline.within(time, pace.pathDeadline(), path)
                .handle((answer, failure) -> failure == null
                        ? onPath(journey, book, answer)
                        : unavailable("accounting did not tell the tenant's limits"))
                .thenCompose(outcome -> outcome);
    }

    private CompletionStage<RouteOutcome> onPath(Journey journey, PriceBook book, PathAnswer answer) {
        return switch (answer) {
            case PathAnswer.Suspended(String node) -> done(new RouteOutcome.TenantSuspended(node));
            case PathAnswer.UnknownTenant _ -> done(new RouteOutcome.UnknownTenant());
            case PathAnswer.Limits limits -> decide(journey, book, limits);
        };
    }

    private CompletionStage<RouteOutcome> decide(Journey journey, PriceBook book, PathAnswer.Limits path) {
        BudgetView budget = budget(journey, path);
        Choice choice = deciding.choose(journey.request(), path, book, journey.tried(), budget);
        return switch (choice) {
            case Choice.Chosen chosen -> {
                boolean isFirst = journey.earlier() == null;
                if (isFirst && journey.tries() == TRIES) {
                    deciding.decided(budget, chosen);
                }
                yield hold(
                        journey, path, isFirst ? deciding.explored(journey.request(), path, budget, chosen) : chosen);
            }
            case Choice.NoNode _ -> done(new RouteOutcome.NothingSuitable(choice, pace.retryAfter()));
            case Choice.UnknownModel _,
                    Choice.UtilityUnreachable _,
                    Choice.CostUnreachable _,
                    Choice.LatencyUnreachable _,
                    Choice.Barred _,
                    Choice.UnknownPrice _,
                    Choice.ContextTooLong _,
                    Choice.Unsupported _ -> done(new RouteOutcome.NothingSuitable(choice, Duration.ZERO));
        };
    }

    /// Holds for the preferred option, or another of its class; where those find no room, for one of the other
    /// class; and where there is no money for any of them, for one below a utility that is only preferred. An
    /// attempt beside another is not worth that.
    private CompletionStage<RouteOutcome> hold(Journey journey, PathAnswer.Limits path, Choice.Chosen chosen) {
        if (holds.isFull()) {
            return done(new RouteOutcome.NothingSuitable(
                    new Choice.NoNode("this router has as many open holds as it may"), pace.retryAfter()));
        }
        long begun = time.nanos();
        List<Option> options = chosen.options();
        int sufficient = chosen.sufficient();
        List<Option> lastResorts =
                journey.hedge() == null ? options.subList(sufficient, options.size()) : List.<Option>of();
        Offer offer = Offer.of(
                journey, path, chosen, options.subList(0, sufficient), lastResorts, option -> classOf(journey, option));
        return hold(offer, begun, false);
    }

    /// @param begun when the choice was made, in the router's nanoseconds
    /// @param asked whether accounting was asked already, for what was preferred
    private CompletionStage<RouteOutcome> hold(Offer offer, long begun, boolean asked) {
        if (!(sessions.admission(offer.sessionClass()) instanceof Admission.Open open)) {
            return unavailable("no session with accounting at present");
        }
        Journey journey = offer.journey();
        CompletionStage<Taking> room =
                holds.take(open.terms().id(), journey.organisation(), offer.path(), offer.rungs());
        boolean askedAccounting = asked || !room.toCompletableFuture().isDone();
        return room.thenCompose(taking -> switch (taking) {
            case Taking.Taken taken -> place(offer, open, taken, begun, askedAccounting);
            case Taking.FallsShort(var unit, Instant renewsAt) -> {
                if (!offer.others().isEmpty()) {
                    yield hold(offer.ofOthers(), begun, askedAccounting);
                }
                RouteOutcome refusal = shortOf(unit, renewsAt, budget(journey, offer.path()));
                yield unit == LimitUnit.NANO_USD && !offer.lastResorts().isEmpty()
                        ? holdLastResort(offer, begun, refusal)
                        : done(refusal);
            }
            case Taking.Unanswered _ -> unavailable("accounting did not answer in time");
            case Taking.Rejected(String why) -> unavailable("accounting rejects the hold: " + why);
            case Taking.PathOutdated _ -> {
                paths.forget(journey.request().tenant());
                yield again(journey);
            }
            case Taking.SessionOver _ -> again(journey);
        });
    }

    /// @param refusal that stands where there is no room for these either
    private CompletionStage<RouteOutcome> holdLastResort(Offer offer, long begun, RouteOutcome refusal) {
        Journey journey = offer.journey();
        Offer last = offer.ofLastResorts(option -> classOf(journey, option));
        return hold(last, begun, true).thenApply(outcome -> switch (outcome) {
            case RouteOutcome.BudgetExhausted _, RouteOutcome.RateLimited _, RouteOutcome.AccountingUnavailable _ ->
                refusal;
            default -> outcome;
        });
    }

    private CompletionStage<RouteOutcome> place(
            Offer offer, Admission.Open open, Taking.Taken taken, long begun, boolean askedAccounting) {
        Journey journey = offer.journey();
        // A limit that was added, or a suspension, while the hold was waited for binds this request too.
        if (!paths.isCurrent(journey.request().tenant(), offer.path())) {
            holds.giveUp(open.terms().id(), journey.organisation(), taken.amounts());
            return again(journey);
        }
        Option option = offer.options().get(taken.rung());
        // The wait for a hold may have outlived the session's word, or its void_by leaves no time.
        Optional<Placement> placement = sessions.admission(offer.sessionClass()) instanceof Admission.Open still
                        && still.terms().id().equals(open.terms().id())
                ? Placing.place(journey, still, option, taken, pace, newReservation, budget(journey, offer.path()))
                : Optional.empty();
        if (placement.isEmpty()) {
            holds.giveUp(open.terms().id(), journey.organisation(), taken.amounts());
            return unavailable("the session with accounting ends too soon");
        }
        boolean isKept = Placing.keep(
                journey,
                placement.get(),
                offer.chosen(),
                offer.path().counters(),
                holds,
                decisions,
                sessions.accountingNow(),
                time.nanos());
        if (!isKept) {
            holds.giveUp(open.terms().id(), journey.organisation(), taken.amounts());
            return done(new RouteOutcome.UnknownReservation("this attempt was rerouted by another call meanwhile"));
        }
        Placement placed = placement.get();
        placedOn(placed);
        watcher.admitted(askedAccounting, Duration.ofNanos(time.nanos() - begun));
        return reserve(offer, option, placed).thenApply(held -> new RouteOutcome.Routed(placed, held));
    }

    /// Holds for a second attempt too, where the answer is checked and another variant could follow. Without room for
    /// it the first attempt stands alone.
    private CompletionStage<Boolean> reserve(Offer offer, Option first, Placement placed) {
        Journey journey = offer.journey();
        Option next = Escalation.isPossible(journey.request()) && !holds.isFull()
                ? Escalation.next(offer.chosen(), first).orElse(null)
                : null;
        Rung rung = next == null
                ? null
                : Escalation.rung(next, placed.money(), journey.request().wishes())
                        .orElse(null);
        if (next == null
                || rung == null
                || !Escalation.isInTime(first, next, journey.request().wishes())
                || !(sessions.admission(classOf(journey, next)) instanceof Admission.Open open)) {
            return CompletableFuture.completedFuture(false);
        }
        return holds.take(open.terms().id(), journey.organisation(), offer.path(), List.of(rung))
                .thenApply(taking -> {
                    if (!(taking instanceof Taking.Taken taken)) {
                        return false;
                    }
                    settling.reserves()
                            .keep(
                                    placed.key().reservation(),
                                    new Reserves.Reserve(offer, open, next, taken),
                                    Duration.between(
                                            sessions.accountingNow(),
                                            placed.times().publishBy()));
                    return true;
                });
    }

    private SessionClass classOf(Journey journey, Option option) {
        return pace.classOf(journey.request().wishes().lane(), option.estimate());
    }

    private BudgetView budget(Journey journey, PathAnswer.Limits path) {
        return holds.budget(journey.organisation(), path.counters());
    }

    private CompletionStage<RouteOutcome> again(Journey journey) {
        return journey.tries() > 1 ? admit(journey.oneTryLess()) : unavailable("accounting's answers did not settle");
    }

    private RouteOutcome shortOf(LimitUnit unit, Instant renewsAt, BudgetView budget) {
        return switch (unit) {
            case NANO_USD -> new RouteOutcome.BudgetExhausted(budget);
            case TOKENS, REQUESTS -> {
                Duration wait = Duration.between(sessions.accountingNow(), renewsAt);
                yield new RouteOutcome.RateLimited(unit, budget, wait.isNegative() ? Duration.ZERO : wait);
            }
        };
    }

    private CompletionStage<RouteOutcome> unavailable(String why) {
        return done(new RouteOutcome.AccountingUnavailable(why, pace.retryAfter()));
    }

    private static CompletionStage<RouteOutcome> done(RouteOutcome outcome) {
        return CompletableFuture.completedFuture(outcome);
    }

    private CompletionStage<RouteOutcome> told(long begun, CompletionStage<RouteOutcome> outcome) {
        boolean askedAccounting = !outcome.toCompletableFuture().isDone();
        return outcome.thenApply(known -> {
            watcher.routed(known, askedAccounting, Duration.ofNanos(time.nanos() - begun));
            return known;
        });
    }
}
