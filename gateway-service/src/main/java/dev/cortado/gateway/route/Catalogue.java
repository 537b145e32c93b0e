package dev.cortado.gateway.route;

import dev.cortado.contracts.unit.ReservationId;
import dev.cortado.gateway.authenticate.Tenant;
import dev.cortado.gateway.report.ReportSpan;
import dev.cortado.gateway.report.UtilityReport;
import dev.cortado.gateway.trial.PolicyJudgement;
import dev.cortado.gateway.trial.PolicyQuestion;
import dev.cortado.gateway.trial.TrialComparison;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;

/// What the router tells of its models and decisions, made and to be made.
public interface Catalogue {

    CompletionStage<Models> models(Tenant tenant);

    CompletionStage<Explanation> decision(Tenant tenant, ReservationId reservation);

    /// What the money of the tenant's organisation bought.
    CompletionStage<Reported> report(Tenant tenant, ReportSpan span);

    /// What another policy would have brought the tenant's organisation.
    CompletionStage<Judged> judge(Tenant tenant, PolicyQuestion question);

    /// What came of a trial of the tenant's organisation.
    ///
    /// @param name empty for the one that is set for the tenant now
    CompletionStage<Tried> compare(Tenant tenant, String name, Instant since);

    /// How a request would be routed now; nothing is held for it.
    CompletionStage<Preview> explain(RouteQuery query);

    /// The models a tenant may name.
    sealed interface Models {

        record Listed(List<Model> models) implements Models {}

        record Unreachable() implements Models {}
    }

    /// A report, asked for.
    sealed interface Reported {

        record Made(UtilityReport report) implements Reported {}

        record Unreachable() implements Reported {}
    }

    /// Another policy, judged.
    sealed interface Judged {

        record Told(PolicyJudgement judgement) implements Judged {}

        record Unreachable() implements Judged {}
    }

    /// A trial, looked up.
    sealed interface Tried {

        record Told(TrialComparison comparison) implements Tried {}

        record Unreachable() implements Tried {}
    }

    /// A decision, looked up.
    sealed interface Explanation {

        record Found(Decision decision) implements Explanation {}

        /// There is none of this id, or it is another tenant's.
        record NotFound() implements Explanation {}

        record Unreachable() implements Explanation {}
    }

    /// A request's routing, shown before it is asked for.
    sealed interface Preview {

        record Shown(Explained explained) implements Preview {}

        record NotShown(RouteRefusal refusal) implements Preview {}
    }
}
