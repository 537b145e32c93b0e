package dev.cortado.router.configuration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.cortado.contracts.unit.OrganisationId;
import dev.cortado.router.feedback.EngagementWeights;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class WeightsTest {

    private static Weights of(String key, String value) {
        return new Weights(new SmallRyeConfigBuilder()
                .withMapping(RouterConfiguration.class)
                .withConverter(Duration.class, 200, new DurationConverter())
                .withDefaultValue(key, value)
                .build()
                .getConfigMapping(RouterConfiguration.class)
                .feedback());
    }

    @Test
    void of_organisationWithAWeightOfItsOwn_takesTheOthersFromAll() {
        Weights weights = of("cortado.router.feedback.organisations.\"acme\".opened", "0.05");
        assertEquals(new EngagementWeights(.05, .7, 1), weights.of(new OrganisationId("acme")));
        assertEquals(new EngagementWeights(.3, .7, 1), weights.of(new OrganisationId("other")));
    }

    @Test
    void weights_outOfBounds_areRefusedAtTheStart() {
        assertThrows(
                IllegalArgumentException.class,
                () -> of("cortado.router.feedback.organisations.\"acme\".clicked", "1.5"));
        assertThrows(IllegalArgumentException.class, () -> of("cortado.router.feedback.engagement.opened", "-1"));
    }
}
