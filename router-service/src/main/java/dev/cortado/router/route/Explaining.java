package dev.cortado.router.route;

import dev.cortado.router.decide.Choice;
import dev.cortado.router.decide.Tried;
import dev.cortado.router.hold.Holds;
import dev.cortado.router.price.PriceBook;
import dev.cortado.router.price.Prices;
import dev.cortado.router.session.Sessions;
import dev.cortado.router.tenant.PathAnswer;
import dev.cortado.router.tenant.Paths;
import dev.cortado.router.time.Time;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/// Decides a request as [Router] would at this moment, and stops there: nothing is held, signed or stored.
public final class Explaining {

    private final Sessions sessions;
    private final Paths paths;
    private final Prices prices;
    private final Holds holds;
    private final Deciding deciding;
    private final RoutePace pace;
    private final Time time;

    public Explaining(Router.Parts parts, Deciding deciding, RoutePace pace, Time time) {
        this.sessions = parts.sessions();
        this.paths = parts.paths();
        this.prices = parts.prices();
        this.holds = parts.holds();
        this.deciding = deciding;
        this.pace = pace;
        this.time = time;
    }

    /// The outcome is known on return unless accounting has to be asked for the tenant's path.
    public CompletionStage<ExplainOutcome> explain(RouteRequest request) {
        return prices.at(sessions.accountingNow())
                .map(book -> onBook(request, book))
                .orElseGet(() -> CompletableFuture.completedFuture(unavailable("no price book from accounting")));
    }

    private CompletionStage<ExplainOutcome> onBook(RouteRequest request, PriceBook book) {
        CompletableFuture<PathAnswer> path = paths.of(request.tenant()).toCompletableFuture();
        return Deadline.within(time, pace.pathDeadline(), path)
                .handle((answer, failure) -> failure == null
                        ? onPath(request, book, answer)
                        : unavailable("accounting did not tell the tenant's limits"));
    }

    private ExplainOutcome onPath(RouteRequest request, PriceBook book, PathAnswer answer) {
        return switch (answer) {
            case PathAnswer.Suspended(String node) -> refused(new RouteOutcome.TenantSuspended(node));
            case PathAnswer.UnknownTenant _ -> refused(new RouteOutcome.UnknownTenant());
            case PathAnswer.Limits limits -> decide(request, book, limits);
        };
    }

    private ExplainOutcome decide(RouteRequest request, PriceBook book, PathAnswer.Limits path) {
        var budget = holds.budget(request.tenant().organisation(), path.counters());
        Choice choice = deciding.choose(request, path, book, Tried.NOTHING, budget);
        return switch (choice) {
            case Choice.Chosen chosen -> new ExplainOutcome.Explained(chosen, budget);
            case Choice.NoNode _ -> refused(new RouteOutcome.NothingSuitable(choice, pace.retryAfter()));
            case Choice.UnknownModel _,
                    Choice.UtilityUnreachable _,
                    Choice.CostUnreachable _,
                    Choice.LatencyUnreachable _,
                    Choice.Barred _,
                    Choice.UnknownPrice _,
                    Choice.ContextTooLong _,
                    Choice.Unsupported _ -> refused(new RouteOutcome.NothingSuitable(choice, Duration.ZERO));
        };
    }

    private ExplainOutcome unavailable(String why) {
        return refused(new RouteOutcome.AccountingUnavailable(why, pace.retryAfter()));
    }

    private static ExplainOutcome refused(RouteOutcome why) {
        return new ExplainOutcome.Refused(why);
    }
}
