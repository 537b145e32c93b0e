package dev.cortado.accounting.http;

import dev.cortado.accounting.messaging.UsageTopicState;
import dev.cortado.accounting.messaging.UsageTopicWatch;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/// Not ready while the times of the usage log cannot be relied on. A broker that is away is not held against it: the
/// books can be asked without one.
@Readiness
@ApplicationScoped
class UsageTopicReadiness implements HealthCheck {

    private static final String NAME = "usage log";

    private final UsageTopicWatch watch;

    UsageTopicReadiness(UsageTopicWatch watch) {
        this.watch = watch;
    }

    @Override
    public HealthCheckResponse call() {
        return response(watch.state());
    }

    static HealthCheckResponse response(UsageTopicState state) {
        return switch (state) {
            case UsageTopicState.Unknown() ->
                HealthCheckResponse.named(NAME)
                        .withData("stampedBy", "the broker has not told yet")
                        .up()
                        .build();
            case UsageTopicState.StampedByBroker() ->
                HealthCheckResponse.named(NAME)
                        .withData("stampedBy", "broker")
                        .up()
                        .build();
            case UsageTopicState.Unfit(var reason) ->
                HealthCheckResponse.named(NAME)
                        .withData("failure", reason)
                        .down()
                        .build();
        };
    }
}
