package dev.cortado.router.configuration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cortado.contracts.unit.MetadataBounds;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RouterConfigurationTest {

    private final RouterConfiguration defaults = new SmallRyeConfigBuilder()
            .withMapping(RouterConfiguration.class)
            .withConverter(Duration.class, 200, new DurationConverter())
            .build()
            .getConfigMapping(RouterConfiguration.class);

    @Test
    void defaults_router() {
        assertEquals("router-1", defaults.name());
        assertEquals(.6, defaults.utilityMinDefault());
        assertTrue(defaults.nodes().isEmpty());
        assertEquals(Duration.ofSeconds(2), defaults.retryAfter());
        assertEquals(Duration.ofSeconds(5), defaults.shutdownWait());
        assertEquals(Duration.ZERO, defaults.clockOffset());
        assertEquals("127.0.0.1", defaults.grpc().host());
        assertEquals(Duration.ofMinutes(1), defaults.priceUnheardMax());
        assertEquals(41_472, defaults.metadataBytesMax());
        assertEquals(
                MetadataBounds.PAIRS_MAX
                        * 4
                        * (MetadataBounds.NAME_CHARACTERS_MAX + MetadataBounds.VALUE_CHARACTERS_MAX),
                defaults.metadataBytesMax());
        assertEquals(27402, defaults.grpc().port());
        assertEquals(2, defaults.grpc().eventLoops());
        assertEquals(6 << 20, defaults.grpc().messageBytesMax());
    }

    @Test
    void defaults_policy() {
        assertEquals("knee", defaults.policy().auto());
        assertTrue(defaults.policy().usdPerUtility().isEmpty());
        assertEquals(.1, defaults.policy().congestion());
        assertTrue(defaults.tenants().isEmpty());
    }

    @Test
    void defaults_pacing() {
        assertTrue(defaults.pacing().enabled());
        assertEquals(1_000, defaults.pacing().windowRequests());
        assertEquals(5_000, defaults.pacing().limitsMax());
        assertEquals(Duration.ofDays(30), defaults.pacing().endlessHorizon());
    }

    @Test
    void defaults_feedback() {
        assertEquals(100, defaults.feedback().ratingsMax());
        assertEquals(.3, defaults.feedback().engagement().opened());
        assertEquals(.7, defaults.feedback().engagement().clicked());
        assertEquals(1, defaults.feedback().engagement().replied());
        assertTrue(defaults.feedback().organisations().isEmpty());
    }

    @Test
    void defaults_learning() {
        assertTrue(defaults.learning().enabled());
        assertEquals(.02, defaults.learning().explorationShare());
        assertEquals(Duration.ofSeconds(1), defaults.learning().checkEvery());
        assertEquals(Duration.ofDays(1), defaults.learning().anewEvery());
        assertEquals(100_000, defaults.learning().ratingsMax());
        assertEquals(1_000, defaults.learning().pageMax());
        assertEquals(20_000, defaults.learning().organisationRatingsMax());
        assertEquals(50, defaults.learning().organisationsMax());
        assertEquals(5_000, defaults.learning().wordsMax());
    }

    @Test
    void defaults_nodesAndSession() {
        assertEquals(Duration.ofSeconds(3), defaults.node().reportAgeMax());
        assertEquals(Duration.ofSeconds(1), defaults.node().avoidFor());
        assertEquals(Duration.ofMillis(100), defaults.node().reconnectFirst());
        assertEquals(Duration.ofMillis(500), defaults.node().reconnectMax());
        assertEquals(Duration.ofSeconds(3), defaults.session().heartbeatEvery());
        assertEquals(Duration.ofMillis(250), defaults.session().retryFirst());
        assertEquals(Duration.ofSeconds(2), defaults.session().callTimeout());
    }

    @Test
    void defaults_health() {
        assertEquals(3, defaults.health().failuresInRow());
        assertEquals(Duration.ofSeconds(30), defaults.health().window());
        assertEquals(10, defaults.health().attemptsMin());
        assertEquals(50, defaults.health().failureSharePercent());
        assertEquals(Duration.ofSeconds(2), defaults.health().ejectedFirst());
        assertEquals(Duration.ofMinutes(1), defaults.health().ejectedMax());
        assertEquals(50, defaults.health().ejectedSharePercent());
        assertEquals(Duration.ofSeconds(10), defaults.health().probeWithin());
    }

    @Test
    void defaults_holds() {
        assertEquals(Duration.ofSeconds(2), defaults.hold().deadline());
        assertEquals(Duration.ofMillis(500), defaults.hold().callTimeout());
        assertEquals(Duration.ofMillis(20), defaults.hold().giveBackAfter());
        assertEquals(Duration.ofMillis(50), defaults.hold().retryFirst());
        assertEquals(Duration.ofSeconds(1), defaults.hold().retryMax());
        assertEquals(Duration.ofSeconds(1), defaults.hold().answerAgeMax());
        assertEquals(50_000, defaults.hold().openMax());
        assertEquals(10_000, defaults.hold().pathsMax());
        assertEquals(8, defaults.hold().messagesMax());
        assertEquals(32, defaults.hold().organisationsMax());
        assertEquals(256, defaults.hold().countersMax());
        assertEquals(Duration.ofSeconds(24), defaults.hold().pathAhead());
    }

    @Test
    void defaults_attempts() {
        assertEquals(3, defaults.attempt().slowdown());
        assertEquals(Duration.ofSeconds(10), defaults.attempt().ofShort().startWithin());
        assertEquals(Duration.ofSeconds(28), defaults.attempt().ofShort().finishWithin());
        assertEquals(Duration.ofSeconds(6), defaults.attempt().ofShort().publishWithin());
        assertEquals(Duration.ofSeconds(30), defaults.attempt().ofLong().startWithin());
        assertEquals(Duration.ofMinutes(5), defaults.attempt().ofLong().finishWithin());
        assertEquals(Duration.ofSeconds(6), defaults.attempt().ofLong().publishWithin());
    }

    @Test
    void defaults_slack() {
        assertEquals(Duration.ofSeconds(5), defaults.slack().stretch());
        assertEquals(Duration.ofSeconds(10), defaults.slack().idleAfter());
        assertEquals(10, defaults.slack().sharePercent());
        assertEquals(Duration.ofMillis(2), defaults.slack().renewAfter());
        assertEquals(Duration.ofMillis(500), defaults.slack().reviewEvery());
        assertEquals(Duration.ofSeconds(1), defaults.slack().recallPause());
        assertEquals(Duration.ofSeconds(10), defaults.slack().ahead());
    }

    @Test
    void defaults_profiles() {
        assertEquals(10_000, defaults.report().requestsMax());
        assertEquals(10_000, defaults.trial().decisionsMax());
        assertEquals(100, defaults.trial().ratingsMin());
        assertEquals(30, defaults.trial().effectiveMin());
        assertEquals(32_768, defaults.profile().textBytesMax());
        assertEquals(100, defaults.profile().profilesMax());
        assertEquals(1_000, defaults.profile().versionsMax());
        assertEquals(Duration.ofSeconds(2), defaults.profile().refresh());
        assertEquals(1_000, defaults.profile().keptMax());
        assertEquals(Duration.ofSeconds(2), defaults.profile().countTimeout());
    }

    @Test
    void defaults_decisionsAndLog() {
        assertEquals(1_000, defaults.decision().memoryMax());
        assertEquals(Duration.ofMillis(50), defaults.decision().gatherFor());
        assertEquals(50_000, defaults.decision().queueMax());
        assertEquals(500, defaults.decision().batchMax());
        assertEquals(Duration.ofSeconds(1), defaults.decision().retryEvery());
        assertEquals(Duration.ofDays(30), defaults.decision().retention());
        assertEquals(Duration.ofDays(1), defaults.decision().deleteEvery());
        assertEquals(5_000, defaults.decision().deleteMax());
        assertTrue(defaults.calibration().file().isEmpty());
        assertEquals(Duration.ofSeconds(5), defaults.calibration().checkEvery());
        assertEquals(20, defaults.calibration().keep());
        assertTrue(defaults.predictor().enabled());
        assertEquals(Duration.ofSeconds(5), defaults.predictor().checkEvery());
        assertEquals(200, defaults.predictor().tasksMin());
        assertEquals(.1, defaults.predictor().beyondShare());
        assertEquals(20, defaults.predictor().keep());
        assertEquals(Optional.empty(), defaults.predictor().sentences().encoderDirectory());
        assertEquals(128, defaults.predictor().sentences().tokensMax());
        assertEquals(1, defaults.predictor().sentences().threads());
        assertEquals(4, defaults.predictor().sentences().queueMax());
        assertEquals(Duration.ofMillis(150), defaults.predictor().sentences().waitMax());
        assertEquals(Duration.ofDays(365), defaults.label().retention());
        assertEquals(5_000, defaults.label().promptsMax());
        assertEquals(100, defaults.label().setsMax());
        assertEquals("usage.v1", defaults.usageLog().topic());
        assertEquals(Duration.ofSeconds(10), defaults.usageLog().lookBack());
        assertEquals(Duration.ofSeconds(1), defaults.usageLog().retryEvery());
        assertEquals(10_000, defaults.usageLog().abandonedQueueMax());
    }
}
