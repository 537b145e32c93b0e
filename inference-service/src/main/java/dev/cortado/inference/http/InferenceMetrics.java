package dev.cortado.inference.http;

import dev.cortado.contracts.unit.VariantId;
import dev.cortado.inference.attempt.AttemptObserver;
import dev.cortado.inference.batching.StepObserver;
import dev.cortado.inference.engine.Engine;
import dev.cortado.inference.meter.FinishCause;
import dev.cortado.inference.meter.MeteredAttempt;
import dev.cortado.inference.meter.MeteringGate;
import dev.cortado.inference.node.VariantPlan;
import dev.cortado.inference.node.VariantStatus;
import dev.cortado.inference.node.Variants;
import dev.cortado.inference.verify.RefusalCause;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/// The node's metrics: attempts by outcome, tokens by meter, occupancy, and how long steps, first tokens and appends
/// take.
public final class InferenceMetrics implements AttemptObserver {

    private static final String PREFIX = "cortado.inference.";
    private static final String VARIANT = "variant";
    private static final Duration[] BUCKETS = IntStream.of(
                    1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 30_000)
            .mapToObj(Duration::ofMillis)
            .toArray(Duration[]::new);

    private final MeterRegistry registry;

    public InferenceMetrics(MeterRegistry registry) {
        this.registry = registry;
        for (RefusalCause cause : RefusalCause.values()) {
            outcome("refused_" + name(cause));
        }
        for (FinishCause cause : FinishCause.values()) {
            outcome(name(cause));
        }
    }

    /// Shows how busy each variant is.
    public void watch(Variants variants) {
        for (VariantPlan plan : variants.plans()) {
            gauge(
                    "busy.slots",
                    "Attempts that run now",
                    variants,
                    plan.id(),
                    engine -> engine.occupancy().busySlots());
            gauge(
                    "queue.depth",
                    "Attempts that wait for a slot",
                    variants,
                    plan.id(),
                    engine -> engine.occupancy().queueDepth());
            Gauge.builder(PREFIX + "variant.ready", () -> ready(variants, plan.id()) ? 1 : 0)
                    .description("Whether the variant is loaded")
                    .tag(VARIANT, plan.id().value())
                    .register(registry);
        }
    }

    /// Shows whether the broker acknowledges.
    public void watch(MeteringGate gate, InstantSource clock) {
        Gauge.builder(PREFIX + "metering.available", () -> gate.open(clock.instant()) ? 1 : 0)
                .description("Whether usage events are acknowledged")
                .register(registry);
    }

    public StepObserver steps(String variant) {
        Timer steps = Timer.builder(PREFIX + "step")
                .description("Time of one step of the decode loop")
                .tag(VARIANT, variant)
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
        Counter prompt = stepTokens(variant, "prompt");
        Counter decode = stepTokens(variant, "decode");
        Counter recovered = loopFailures(variant, "recovered");
        Counter lost = loopFailures(variant, "lost");
        return new StepObserver() {
            @Override
            public void stepTaken(int promptTokens, int decodeTokens, Duration duration) {
                steps.record(duration);
                prompt.increment(promptTokens);
                decode.increment(decodeTokens);
            }

            @Override
            public void loopFailed(boolean isRecovered) {
                (isRecovered ? recovered : lost).increment();
            }
        };
    }

    private Counter loopFailures(String variant, String outcome) {
        return Counter.builder(PREFIX + "loop.failures")
                .description("Unexpected failures of the decode loop: those after which it began anew, and those after"
                        + " which the engine was lost")
                .tag(VARIANT, variant)
                .tag("outcome", outcome)
                .register(registry);
    }

    private Counter stepTokens(String variant, String kind) {
        return Counter.builder(PREFIX + "step.tokens")
                .description("Tokens that completed steps took in, of prompts and of streams")
                .tag(VARIANT, variant)
                .tag("kind", kind)
                .register(registry);
    }

    @Override
    public void refused(RefusalCause cause) {
        outcome("refused_" + name(cause)).increment();
    }

    @Override
    public void metered(MeteredAttempt attempt, boolean acknowledged, Duration append) {
        outcome(name(attempt.finish())).increment();
        tokens(attempt, "prompt", attempt.tokens().prompt().count());
        tokens(attempt, "cached_prompt", attempt.tokens().cachedPrompt().count());
        tokens(attempt, "completion", attempt.tokens().completion().count());
        Timer.builder(PREFIX + "usage.append")
                .description("Time until the broker acknowledged a usage event")
                .tag("acknowledged", String.valueOf(acknowledged))
                .serviceLevelObjectives(BUCKETS)
                .register(registry)
                .record(append);
    }

    @Override
    public void firstToken(VariantId variant, Duration timeToFirstToken) {
        Timer.builder(PREFIX + "time.to.first.token")
                .description("From submission to the first token")
                .tag(VARIANT, variant.value())
                .serviceLevelObjectives(BUCKETS)
                .register(registry)
                .record(timeToFirstToken);
    }

    /// A remote server claimed usage that is not possible.
    public void usageDisputed(String variant) {
        registry.counter(PREFIX + "usage.disputed", VARIANT, variant).increment();
    }

    private void tokens(MeteredAttempt attempt, String meter, long count) {
        registry.counter(PREFIX + "tokens", VARIANT, attempt.grant().variant().value(), "meter", meter)
                .increment((double) count);
    }

    private Counter outcome(String outcome) {
        return registry.counter(PREFIX + "attempts", "outcome", outcome);
    }

    private void gauge(
            String name, String description, Variants variants, VariantId id, ToDoubleFunction<Engine> value) {
        Gauge.builder(
                        PREFIX + name,
                        () -> variants.status(id).orElse(null) instanceof VariantStatus.Ready(var engine)
                                ? value.applyAsDouble(engine)
                                : 0)
                .description(description)
                .tag(VARIANT, id.value())
                .register(registry);
    }

    private static boolean ready(Variants variants, VariantId id) {
        return variants.status(id).orElse(null) instanceof VariantStatus.Ready;
    }

    private static String name(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
