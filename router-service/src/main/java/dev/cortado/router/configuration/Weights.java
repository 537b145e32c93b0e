package dev.cortado.router.configuration;

import dev.cortado.contracts.unit.OrganisationId;
import dev.cortado.router.configuration.FeedbackConfiguration.EngagementConfiguration;
import dev.cortado.router.configuration.FeedbackConfiguration.OwnEngagementConfiguration;
import dev.cortado.router.feedback.EngagementWeights;
import java.util.HashMap;
import java.util.Map;

/// What organisations take engagements for, by configuration. A weight that is none stops the router from starting.
final class Weights {

    private final EngagementWeights all;
    private final Map<String, EngagementWeights> own = new HashMap<>();

    Weights(FeedbackConfiguration configuration) {
        EngagementConfiguration common = configuration.engagement();
        all = new EngagementWeights(common.opened(), common.clicked(), common.replied());
        configuration.organisations().forEach((id, weights) -> own.put(id, weights(weights)));
    }

    private EngagementWeights weights(OwnEngagementConfiguration given) {
        return new EngagementWeights(
                given.opened().orElse(all.opened()),
                given.clicked().orElse(all.clicked()),
                given.replied().orElse(all.replied()));
    }

    EngagementWeights of(OrganisationId organisation) {
        return own.getOrDefault(organisation.value(), all);
    }
}
