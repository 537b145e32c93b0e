package dev.cortado.accounting.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cortado.accounting.messaging.UsageTopicState;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.Test;

class UsageTopicReadinessTest {

    @Test
    void response_stampedByTheBroker_isUp() {
        assertEquals(
                Status.UP,
                UsageTopicReadiness.response(new UsageTopicState.StampedByBroker())
                        .getStatus());
    }

    @Test
    void response_brokerHasNotTold_isUp() {
        assertEquals(
                Status.UP,
                UsageTopicReadiness.response(new UsageTopicState.Unknown()).getStatus());
    }

    @Test
    void response_timesCannotBeReliedOn_isDownAndSaysWhy() {
        HealthCheckResponse response = UsageTopicReadiness.response(new UsageTopicState.Unfit("alter it"));
        assertEquals(Status.DOWN, response.getStatus());
        assertEquals("alter it", response.getData().orElseThrow().get("failure"));
    }
}
