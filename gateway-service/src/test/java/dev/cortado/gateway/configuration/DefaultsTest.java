package dev.cortado.gateway.configuration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class DefaultsTest {

    private final SmallRyeConfig config = new SmallRyeConfigBuilder()
            .addDefaultInterceptors()
            .addDiscoveredConverters()
            .withMapping(CompletionConfiguration.class)
            .withMapping(OutputConfiguration.class)
            .withMapping(HedgingConfiguration.class)
            .withMapping(AdmissionConfiguration.class)
            .withMapping(IdentityConfiguration.class)
            .withMapping(CallConfiguration.class)
            .withMapping(RoutersConfiguration.class)
            .withMapping(IdempotencyConfiguration.class)
            .withConverter(Duration.class, 200, new DurationConverter())
            .build();

    @Test
    void completion() {
        CompletionConfiguration keys = config.getConfigMapping(CompletionConfiguration.class);
        assertEquals(1024, keys.completionTokensDefault());
        assertEquals(131_072, keys.completionTokensMax());
        assertEquals(3, keys.attemptsMax());
        assertEquals(8192, keys.promptSampleBytesMax());
        assertEquals(2048, keys.messagesMax());
        assertEquals(32, keys.nestingMax());
        assertEquals(256, keys.stopCharactersMax());
    }

    @Test
    void hedging() {
        HedgingConfiguration keys = config.getConfigMapping(HedgingConfiguration.class);
        assertFalse(keys.enabled());
        assertEquals(.95, keys.quantile());
        assertEquals(Duration.ofMillis(100), keys.delayMin());
        assertEquals(Duration.ofMinutes(10), keys.window());
        assertEquals(50, keys.samplesMin());
        assertEquals(.05, keys.shareMax());
        assertEquals(10, keys.burstMax());
    }

    @Test
    void output() {
        OutputConfiguration keys = config.getConfigMapping(OutputConfiguration.class);
        assertEquals(8, keys.choicesMax());
        assertEquals(1024, keys.logitBiasMax());
        assertEquals(128, keys.toolsMax());
        assertEquals(128, keys.toolCallsMax());
        assertEquals(65_536, keys.schemaBytesMax());
        assertEquals(0, keys.comparedSamples());
        assertEquals(Optional.empty(), keys.verifier());
        assertEquals(Duration.ofSeconds(10), keys.verifierLatencyMax());
        assertEquals(131_072, keys.logprobsMax());
    }

    @Test
    void admission() {
        AdmissionConfiguration keys = config.getConfigMapping(AdmissionConfiguration.class);
        assertEquals(4 * 1024 * 1024, keys.bodyBytesMax());
        assertEquals(Duration.ofSeconds(30), keys.bodyTimeout());
        assertEquals(8192, keys.credentialCharactersMax());
        assertEquals(16_384, keys.feedbackBodyBytesMax());
        assertEquals(1024, keys.concurrentRequestsMax());
        assertEquals(256, keys.concurrentRequestsPerOrganisationMax());
        assertEquals(Duration.ofSeconds(1), keys.retryAfter());
    }

    @Test
    void identity() {
        IdentityConfiguration keys = config.getConfigMapping(IdentityConfiguration.class);
        assertEquals(10_000, keys.cacheEntriesMax());
        assertEquals(Duration.ofSeconds(60), keys.cacheLifetime());
        assertEquals(Duration.ofSeconds(5), keys.cacheRefusalLifetime());
        assertEquals(Duration.ofSeconds(1), keys.watchPause());
    }

    @Test
    void routers() {
        RoutersConfiguration keys = config.getConfigMapping(RoutersConfiguration.class);
        assertEquals(List.of("127.0.0.1:27402"), keys.addresses());
        assertEquals(Duration.ofSeconds(2), keys.failoverAfter());
        assertEquals(Duration.ofSeconds(1), keys.avoidFor());
    }

    @Test
    void idempotency() {
        IdempotencyConfiguration keys = config.getConfigMapping(IdempotencyConfiguration.class);
        assertEquals(255, keys.keyCharactersMax());
        assertEquals(Duration.ofHours(24), keys.retention());
        assertEquals(Duration.ofMinutes(20), keys.claimLifetime());
        assertEquals(1, keys.rerunsMax());
        assertEquals(Duration.ofSeconds(1), keys.retryAfter());
        assertEquals(Duration.ofSeconds(2), keys.storeTimeout());
        assertEquals(Duration.ofMinutes(1), keys.deleteEvery());
        assertEquals(1000, keys.deleteMax());
        assertEquals(Duration.ofSeconds(1), keys.retryEvery());
    }

    @Test
    void calls() {
        CallConfiguration keys = config.getConfigMapping(CallConfiguration.class);
        assertEquals(Duration.ofSeconds(2), keys.connectTimeout());
        assertEquals(Duration.ofSeconds(2), keys.identifyTimeout());
        assertEquals(Duration.ofSeconds(5), keys.verifyTimeout());
        assertEquals(Duration.ofSeconds(5), keys.routeTimeout());
        assertEquals(Duration.ofSeconds(30), keys.lateAnswers());
        assertEquals(Duration.ofSeconds(2), keys.settleTimeout());
        assertEquals(Duration.ofSeconds(5), keys.lookUpTimeout());
        assertEquals(Duration.ofSeconds(40), keys.acceptTimeout());
        assertEquals(Duration.ofSeconds(10), keys.overtime());
        assertEquals(4, keys.connectionsPerEventLoopMax());
        assertEquals(16 * 1024 * 1024, keys.connectionWindowBytes());
        assertEquals(4 * 1024 * 1024, keys.messageBytesMax());
        assertEquals(Duration.ofSeconds(2), keys.retryAfter());
    }

    /// Routers let an attempt start within 30 s and finish within 300 s, unless they are told otherwise.
    @Test
    void claimsAndSilence_outliveAllAttemptsOfARequest() throws IOException {
        CallConfiguration calls = config.getConfigMapping(CallConfiguration.class);
        Duration attempt = Duration.ofSeconds(30 + 300)
                .plus(calls.routeTimeout())
                .plus(calls.overtime())
                .plus(calls.settleTimeout());
        Duration longest = attempt.multipliedBy(
                config.getConfigMapping(CompletionConfiguration.class).attemptsMax());

        assertTrue(longest.compareTo(
                        config.getConfigMapping(IdempotencyConfiguration.class).claimLifetime())
                < 0);
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(Path.of("src/main/resources/application.properties"))) {
            properties.load(reader);
        }
        String idle = properties.getProperty("quarkus.http.idle-timeout");
        assertTrue(longest.compareTo(new DurationConverter().convert(idle)) < 0);
    }
}
