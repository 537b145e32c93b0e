package dev.cortado.gateway.http;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.cortado.gateway.admit.ConcurrencyLimit;
import dev.cortado.gateway.authenticate.Authenticator;
import dev.cortado.gateway.authenticate.Identities;
import dev.cortado.gateway.authenticate.IdentityCache;
import dev.cortado.gateway.authenticate.PersonVerifier;
import dev.cortado.gateway.check.Verifier;
import dev.cortado.gateway.complete.Steps;
import dev.cortado.gateway.configuration.AdmissionConfiguration;
import dev.cortado.gateway.configuration.CallConfiguration;
import dev.cortado.gateway.configuration.CompletionConfiguration;
import dev.cortado.gateway.configuration.HedgingConfiguration;
import dev.cortado.gateway.configuration.IdempotencyConfiguration;
import dev.cortado.gateway.configuration.IdentityConfiguration;
import dev.cortado.gateway.configuration.OutputConfiguration;
import dev.cortado.gateway.generate.Inference;
import dev.cortado.gateway.hedge.Alarms;
import dev.cortado.gateway.hedge.HedgeRules;
import dev.cortado.gateway.hedge.Hedges;
import dev.cortado.gateway.http.RequestLimits.OutputLimits;
import dev.cortado.gateway.idempotency.Claims;
import dev.cortado.gateway.route.Router;
import dev.cortado.gateway.settle.Settler;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/// Puts the steps together from their ports and keys.
@ApplicationScoped
public class Wiring {

    @Produces
    @Singleton
    InstantSource clock() {
        return InstantSource.system();
    }

    @Produces
    @Singleton
    IdentityCache identityCache(IdentityConfiguration keys) {
        return new IdentityCache(
                keys.cacheEntriesMax(), keys.cacheLifetime(), keys.cacheRefusalLifetime(), Ticker.systemTicker());
    }

    @Produces
    @Singleton
    ConcurrencyLimit concurrency(AdmissionConfiguration keys) {
        return new ConcurrencyLimit(keys.concurrentRequestsMax(), keys.concurrentRequestsPerOrganisationMax());
    }

    @Produces
    @Singleton
    GatewayMetrics metrics(MeterRegistry registry, ConcurrencyLimit concurrency) {
        return new GatewayMetrics(registry, concurrency);
    }

    @Produces
    @Singleton
    Authenticator authenticator(
            Identities identities,
            PersonVerifier persons,
            IdentityCache cache,
            InstantSource clock,
            GatewayMetrics metrics) {
        return new Authenticator(identities, persons, cache, clock, metrics);
    }

    @Produces
    @Singleton
    Hedges hedges(HedgingConfiguration keys, Vertx vertx) {
        HedgeRules rules = new HedgeRules(
                keys.quantile(), keys.delayMin(), keys.window(), keys.samplesMin(), keys.shareMax(), keys.burstMax());
        Alarms alarms = (delay, action) -> {
            long timer = vertx.setTimer(Math.max(1, delay.toMillis()), _ -> action.run());
            return () -> vertx.cancelTimer(timer);
        };
        return new Hedges(keys.enabled() ? rules : null, alarms, System::nanoTime);
    }

    @Produces
    @Singleton
    Steps steps(
            Authenticator authenticator,
            ConcurrencyLimit concurrency,
            Claims claims,
            Router router,
            Inference inference,
            Settler settler,
            GatewayMetrics metrics,
            Hedges hedges,
            CompletionConfiguration keys,
            OutputConfiguration output) {
        return new Steps(
                authenticator,
                concurrency,
                claims,
                router,
                inference,
                settler,
                metrics,
                output.verifier()
                        .map(model -> new Verifier(model, output.verifierLatencyMax()))
                        .orElse(null),
                hedges,
                keys.attemptsMax(),
                keys.promptSampleBytesMax());
    }

    @Produces
    @Singleton
    ChatEdge chatEdge(
            Vertx vertx,
            InstantSource clock,
            AdmissionConfiguration admission,
            CompletionConfiguration completion,
            OutputConfiguration output,
            CallConfiguration calls,
            IdempotencyConfiguration idempotency,
            GatewayMetrics metrics) {
        RequestLimits limits = new RequestLimits(
                admission.bodyBytesMax(),
                completion.nestingMax(),
                completion.messagesMax(),
                completion.stopCharactersMax(),
                completion.completionTokensDefault(),
                completion.completionTokensMax(),
                new OutputLimits(
                        output.choicesMax(),
                        output.logitBiasMax(),
                        output.toolsMax(),
                        output.toolCallsMax(),
                        output.schemaBytesMax(),
                        output.comparedSamples(),
                        output.verifier().isPresent()));
        return new ChatEdge(
                new BodyReader(vertx, admission.bodyBytesMax(), admission.bodyTimeout()),
                new ChatRequestReader(limits),
                new IdempotencyKeyReader(idempotency.keyCharactersMax()),
                new GatheringLimit(output.logprobsMax()),
                new Answers(vertx),
                new ApiErrors(clock, admission.retryAfter(), calls.retryAfter(), idempotency.retryAfter()),
                metrics);
    }
}
