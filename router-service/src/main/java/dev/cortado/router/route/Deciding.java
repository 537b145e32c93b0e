package dev.cortado.router.route;

import dev.cortado.router.catalogue.Catalogue;
import dev.cortado.router.catalogue.CurrentCatalogue;
import dev.cortado.router.decide.Candidates;
import dev.cortado.router.decide.Choice;
import dev.cortado.router.decide.DecideInTrial;
import dev.cortado.router.decide.ShadowPrice;
import dev.cortado.router.decide.TenantRule;
import dev.cortado.router.decide.TenantRules;
import dev.cortado.router.decide.Terms;
import dev.cortado.router.decide.TrialUnit;
import dev.cortado.router.decide.Tried;
import dev.cortado.router.decision.Decision;
import dev.cortado.router.estimate.Estimates;
import dev.cortado.router.estimate.Estimator;
import dev.cortado.router.fleet.Fleet;
import dev.cortado.router.health.NodeHealth;
import dev.cortado.router.hold.BudgetView;
import dev.cortado.router.price.PriceBook;
import dev.cortado.router.tenant.PathAnswer;
import dev.cortado.router.tenant.Paths;

/// Gathers what a decision is a function of, as it is at this moment: the catalogue, the nodes that
/// are up and do not fail, what answers to its prompt are expected to be worth, also by its
/// organisation's ratings, and what the tenant's money is.
public final class Deciding {

    /// The label under which a request names its user.
    private static final String USER = "user";

    private final Paths paths;
    private final CurrentCatalogue catalogue;
    private final Fleet fleet;
    private final NodeHealth health;
    private final Estimator estimator;
    private final DecideInTrial decide;
    private final ShadowPrice shadowPrice;
    private final TenantRules rules;
    private final Learning learning;

    public Deciding(
            Router.Parts parts,
            NodeHealth health,
            DecideInTrial decide,
            ShadowPrice shadowPrice,
            TenantRules rules,
            Learning learning) {
        this.paths = parts.paths();
        this.catalogue = parts.catalogue();
        this.fleet = parts.fleet();
        this.health = health;
        this.estimator = parts.estimator();
        this.decide = decide;
        this.shadowPrice = shadowPrice;
        this.rules = rules;
        this.learning = learning;
    }

    /// A second attempt's way beside the first. Where the tenant's path is not known any more, the
    /// tenant does not pay for both.
    Journey beside(RouteRequest request, Decision decision, int tries) {
        TenantRule rule = paths.rulesKnown(request.tenant())
                .map(onPath -> rules.of(request.tenant(), onPath))
                .orElse(TenantRule.NONE);
        return Hedging.journey(request, decision, rule, catalogue.now(), tries);
    }

    /// Where the answer is checked, a smaller variant may come before the one that the policy prefers.
    ///
    /// @param path the tenant's, whose rules bind
    /// @param tried what the request's earlier attempts have shown
    Choice choose(RouteRequest request, PathAnswer.Limits path, PriceBook book, Tried tried, BudgetView budget) {
        Catalogue known = catalogue.now();
        TenantRule rule = rules.of(request.tenant(), path.rules());
        Terms terms = new Terms(budget, shadowPrice.utilityPerUsd(request.tenant(), budget), rule.exchangeRate());
        Estimates estimates = learning.corrected(
                request.tenant(),
                estimator.of(request.prompt(), request.wishes().task(), known));
        Choice choice = decide.decide(
                rule,
                () -> unit(request),
                request.wishes(),
                estimates,
                known,
                Candidates.of(known, book, health.usable(fleet.up()), request.wishes(), rule, tried),
                terms);
        Choice inTurn =
                choice instanceof Choice.Chosen chosen ? Escalation.smallFirst(request, chosen, budget) : choice;
        return learning.withPrompt(inTurn, estimates);
    }

    /// Also a further attempt's, whose request comes again.
    private static TrialUnit unit(RouteRequest request) {
        return TrialUnit.of(
                request.tenant().project().value(), request.metadata().getOrDefault(USER, ""), request.requestId());
    }

    /// What a request's first attempt goes by, once chance has had its part; in requests that name a
    /// model it has none.
    Choice.Chosen explored(RouteRequest request, PathAnswer.Limits path, BudgetView budget, Choice.Chosen chosen) {
        return !request.wishes().model().equals(Catalogue.AUTO)
                ? chosen
                : learning.explored(request.tenant(), rules.of(request.tenant(), path.rules()), budget, chosen);
    }

    /// A request's first attempt is about to be held for.
    void decided(BudgetView budget, Choice.Chosen chosen) {
        shadowPrice.decided(budget, chosen.grounds().policy(), chosen.considered());
    }
}
