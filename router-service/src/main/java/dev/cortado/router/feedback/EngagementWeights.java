package dev.cortado.router.feedback;

import dev.cortado.router.tenant.RoutingRule;

/// What a tenant takes each engagement for. As a utility wherever ratings stand for what answers are worth; what is
/// learnt of them is how a variant's answers do beside the tenant's others.
///
/// @param opened utility of an answer that was opened, 0..1; likewise the others
public record EngagementWeights(double opened, double clicked, double replied) {

    public EngagementWeights {
        check("opened", opened);
        check("clicked", clicked);
        check("replied", replied);
    }

    /// These, with what a routing rule says in place of them.
    public EngagementWeights with(RoutingRule.Engagement rule) {
        return new EngagementWeights(
                rule.opened() == null ? opened : rule.opened(),
                rule.clicked() == null ? clicked : rule.clicked(),
                rule.replied() == null ? replied : rule.replied());
    }

    double of(RatingKind kind) {
        return switch (kind) {
            case OPENED -> opened;
            case CLICKED -> clicked;
            case REPLIED -> replied;
            case SCORE, THUMBS -> throw new IllegalArgumentException(kind.word() + " is no engagement");
        };
    }

    private static void check(String name, double weight) {
        if (!(weight >= 0 && weight <= 1)) {
            throw new IllegalArgumentException("the weight of " + name + " must be 0 to 1, not " + weight);
        }
    }
}
