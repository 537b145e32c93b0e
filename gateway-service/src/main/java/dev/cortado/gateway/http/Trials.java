package dev.cortado.gateway.http;

import dev.cortado.gateway.authenticate.Credential;
import dev.cortado.gateway.authenticate.PayerChoice;
import dev.cortado.gateway.route.Catalogue;
import dev.cortado.gateway.trial.PolicyJudgement;
import dev.cortado.gateway.trial.PolicyQuestion;
import dev.cortado.gateway.trial.TrialComparison;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.util.Locale;

/// `GET /v1/policies/estimate`: what another policy would have brought the tenant's organisation; `/v1/policies/trial`:
/// what came of one that it tries.
@ApplicationScoped
public class Trials {

    private static final int UNPROCESSABLE = 422;
    private static final int NOT_FOUND = 404;

    private final LookUps lookUps;
    private final Catalogue catalogue;
    private final ChatEdge edge;
    private final InstantSource clock;

    Trials(LookUps lookUps, Catalogue catalogue, ChatEdge edge, InstantSource clock) {
        this.lookUps = lookUps;
        this.catalogue = catalogue;
        this.edge = edge;
        this.clock = clock;
    }

    void estimate(RoutingContext context, Credential credential, PayerChoice choice) {
        HttpServerRequest request = context.request();
        lookUps.admitted(context, credential, choice, tenant -> {
            PolicyQuestion question;
            try {
                question = PolicyQuery.of(request.params(), clock.instant());
            } catch (InvalidRequest invalid) {
                edge.answers().error(request, invalid.error());
                return;
            }
            lookUps.after(request, catalogue.judge(tenant, question), judged -> {
                switch (judged) {
                    case Catalogue.Judged.Told(PolicyJudgement judgement) -> answer(request, question, judgement);
                    case Catalogue.Judged.Unreachable _ -> lookUps.routerAway(request);
                }
            });
        });
    }

    void compare(RoutingContext context, Credential credential, PayerChoice choice) {
        HttpServerRequest request = context.request();
        lookUps.admitted(context, credential, choice, tenant -> {
            TrialQuery query;
            try {
                query = TrialQuery.of(request.params(), clock.instant());
            } catch (InvalidRequest invalid) {
                edge.answers().error(request, invalid.error());
                return;
            }
            lookUps.after(request, catalogue.compare(tenant, query.name(), query.since()), tried -> {
                switch (tried) {
                    case Catalogue.Tried.Told(TrialComparison.Compared compared) ->
                        edge.answers().json(request, 200, TrialJson.of(compared, query.since()));
                    case Catalogue.Tried.Told(TrialComparison.Unknown unknown) ->
                        edge.answers()
                                .error(request, unknown(tenant.organisation().value(), unknown));
                    case Catalogue.Tried.Unreachable _ -> lookUps.routerAway(request);
                }
            });
        });
    }

    private static ApiError unknown(String organisation, TrialComparison.Unknown unknown) {
        String what;
        if (unknown.name().isEmpty()) {
            what = "no policy is tried by you; a trial is set by the routing rule of your organisation '" + organisation
                    + "', team, project or key; of an ended one send its name";
        } else if (unknown.isSet()) {
            what = "no request of trial '" + unknown.name() + "' was answered in these days yet; requests for model"
                    + " auto that name neither policy nor utility_min take part";
        } else {
            what = "your organisation had no trial '" + unknown.name() + "' in these days";
        }
        return ApiError.of(NOT_FOUND, ApiError.INVALID, "trial_not_found", what);
    }

    private void answer(HttpServerRequest request, PolicyQuestion question, PolicyJudgement judgement) {
        switch (judgement) {
            case PolicyJudgement.Estimated made -> edge.answers().json(request, 200, PolicyJson.of(question, made));
            case PolicyJudgement.TooFewRatings few -> edge.answers().error(request, tooFew(few));
            case PolicyJudgement.TooFewAlike few -> edge.answers().error(request, tooFew(few));
        }
    }

    private static ApiError tooFew(PolicyJudgement.TooFewRatings few) {
        String message = String.format(
                Locale.ROOT,
                "%,d rated requests can tell something of a policy, and %,d are needed: rate more answers (POST"
                        + " /v1/feedback), and let exploration run (the router's"
                        + " cortado.router.learning.exploration-share, or the tenant's exploration-share, above 0); rated"
                        + " requests left out: %s",
                few.ratings(),
                few.needed(),
                few.leftOut().words());
        return ApiError.of(UNPROCESSABLE, ApiError.INVALID, "too_few_ratings", message)
                .withFact("ratings", Long.toString(few.ratings()))
                .withFact("needed", Long.toString(few.needed()));
    }

    private static ApiError tooFew(PolicyJudgement.TooFewAlike few) {
        String message = String.format(
                Locale.ROOT,
                "of %,d rated requests chance took what the policy would take so seldom that they say as much of it as"
                        + " %.1f would, and %,d are needed: let exploration run on, or raise the tenant's"
                        + " exploration-share for a while, and rate more answers (POST /v1/feedback); rated requests"
                        + " left out: %s",
                few.ratings(),
                few.effective(),
                few.needed(),
                few.leftOut().words());
        return ApiError.of(UNPROCESSABLE, ApiError.INVALID, "too_few_alike", message)
                .withFact("ratings", Long.toString(few.ratings()))
                .withFact("effective", String.format(Locale.ROOT, "%.1f", few.effective()))
                .withFact("needed", Long.toString(few.needed()));
    }
}
