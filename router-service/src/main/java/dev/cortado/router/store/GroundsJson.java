package dev.cortado.router.store;

import dev.cortado.contracts.unit.NanoUsd;
import dev.cortado.contracts.unit.PoolId;
import dev.cortado.contracts.unit.VariantId;
import dev.cortado.router.catalogue.Lane;
import dev.cortado.router.decide.Considered;
import dev.cortado.router.decide.Drawn;
import dev.cortado.router.decide.ExchangeRate;
import dev.cortado.router.decide.Floor;
import dev.cortado.router.decide.Grounds;
import dev.cortado.router.decide.InTrial;
import dev.cortado.router.decide.Obstacle;
import dev.cortado.router.decide.Policy;
import dev.cortado.router.decide.Standing;
import dev.cortado.router.decide.StopRate;
import dev.cortado.router.decide.TrialUnit;
import dev.cortado.router.estimate.UtilityEstimate;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The candidates and grounds of a decision as they are stored. Candidates that were stored before
/// grounds were lack bounds, latency and place; those stored before contexts counted are taken to have
/// had room.
final class GroundsJson {

    private GroundsJson() {}

    static JsonObject of(Considered considered) {
        UtilityEstimate utility = considered.expected();
        Duration latency = considered.latency();
        JsonObject json = new JsonObject()
                .put("variant", considered.variant().value())
                .put("pool", considered.pool().value())
                .put("lane", considered.lane().name())
                .put("utility", utility.mean())
                .put("utilityLow", utility.low())
                .put("utilityHigh", utility.high())
                .put("utilityBasis", utility.basis().name())
                .put("costNanoUsd", considered.cost().nanos())
                .put("rankedCostNanoUsd", considered.rankedCost().nanos())
                .put("latencyNanos", latency == null ? null : Long.valueOf(latency.toNanos()))
                .put("place", considered.place())
                .put("excludedBecause", considered.excludedBecause());
        Standing standing = considered.standing();
        if (standing != null) {
            json.put("obstacle", standing.obstacle().name())
                    .put("up", standing.up())
                    .put("fits", standing.fits())
                    .put("roomy", standing.roomy());
        }
        return utility.correction() == 0 ? json : json.put("utilityCorrection", utility.correction());
    }

    static List<Considered> toConsidered(JsonArray candidates) {
        return candidates.stream()
                .map(JsonObject.class::cast)
                .map(GroundsJson::toConsidered)
                .toList();
    }

    private static Considered toConsidered(JsonObject candidate) {
        double utility = candidate.getDouble("utility");
        long cost = candidate.getLong("costNanoUsd");
        Long latency = candidate.getLong("latencyNanos");
        return new Considered(
                new VariantId(candidate.getString("variant")),
                new PoolId(candidate.getString("pool")),
                Lane.valueOf(candidate.getString("lane")),
                new UtilityEstimate(
                        utility,
                        candidate.getDouble("utilityLow", utility),
                        candidate.getDouble("utilityHigh", utility),
                        basis(candidate),
                        candidate.getDouble("utilityCorrection", 0.0)),
                NanoUsd.of(cost),
                NanoUsd.of(candidate.getLong("rankedCostNanoUsd", cost)),
                latency == null ? null : Duration.ofNanos(latency),
                candidate.getInteger("place", 0),
                candidate.getString("excludedBecause"),
                standing(candidate));
    }

    private static @Nullable Standing standing(JsonObject candidate) {
        String obstacle = candidate.getString("obstacle");
        return obstacle == null
                ? null
                : new Standing(
                        Obstacle.valueOf(obstacle),
                        candidate.getBoolean("up"),
                        candidate.getBoolean("fits"),
                        candidate.getBoolean("roomy", true));
    }

    private static UtilityEstimate.Basis basis(JsonObject candidate) {
        String basis = candidate.getString("utilityBasis");
        if (basis != null) {
            return UtilityEstimate.Basis.valueOf(basis);
        }
        return candidate.getBoolean("utilityProvisional", false)
                ? UtilityEstimate.Basis.PROVISIONAL
                : UtilityEstimate.Basis.CALIBRATED;
    }

    static JsonObject of(Grounds grounds) {
        Policy policy = grounds.policy();
        ExchangeRate exchange = grounds.exchangeRate();
        JsonObject json = new JsonObject()
                .put("policy", policy.name().word())
                .put("floor", policy.floor().utility())
                .put("floorSource", policy.floor().source().name())
                .put("utilityPerUsd", grounds.rate().utilityPerUsd())
                .put("rateSource", grounds.rate().source().name())
                .put("shadowPrice", grounds.shadowPrice())
                .put("named", grounds.named())
                .put("explored", grounds.drawn().explored())
                .put("propensity", grounds.drawn().propensity())
                .put("open", new JsonArray(List.copyOf(grounds.drawn().open())))
                .put("cascaded", grounds.cascaded())
                .put(
                        "exchangeNanoUsd",
                        exchange == null
                                ? null
                                : Long.valueOf(exchange.perUtility().nanos()));
        InTrial part = grounds.trial();
        return part == null ? json : json.put("trial", ofTrial(part));
    }

    private static JsonObject ofTrial(InTrial part) {
        JsonObject json = new JsonObject()
                .put("name", part.trial())
                .put("arm", part.arm().name())
                .put("unit", part.unit().hash());
        InTrial.WouldTake instead = part.wouldTake();
        return instead == null
                ? json
                : json.put(
                        "wouldTake",
                        new JsonObject()
                                .put("variant", instead.variant().value())
                                .put("pool", instead.pool().value())
                                .put("utility", instead.utility())
                                .put("costNanoUsd", instead.cost().nanos()));
    }

    private static @Nullable InTrial toTrial(@Nullable JsonObject part) {
        if (part == null) {
            return null;
        }
        JsonObject instead = part.getJsonObject("wouldTake");
        return new InTrial(
                part.getString("name"),
                InTrial.Arm.valueOf(part.getString("arm")),
                new TrialUnit(part.getLong("unit")),
                instead == null
                        ? null
                        : new InTrial.WouldTake(
                                new VariantId(instead.getString("variant")),
                                new PoolId(instead.getString("pool")),
                                instead.getDouble("utility"),
                                NanoUsd.of(instead.getLong("costNanoUsd"))));
    }

    private static Set<String> open(@Nullable JsonArray names) {
        return names == null ? Set.of() : names.stream().map(String::valueOf).collect(Collectors.toSet());
    }

    /// @param model that the request named
    static Grounds toGrounds(JsonObject grounds, String model) {
        Floor floor = new Floor(grounds.getDouble("floor"), Floor.Source.valueOf(grounds.getString("floorSource")));
        StopRate rate = new StopRate(
                grounds.getDouble("utilityPerUsd"), StopRate.Source.valueOf(grounds.getString("rateSource")));
        Long exchange = grounds.getLong("exchangeNanoUsd");
        return new Grounds(
                Policy.of(Policy.Name.of(grounds.getString("policy")), floor, rate, model),
                rate,
                grounds.getDouble("shadowPrice"),
                exchange == null ? null : new ExchangeRate(NanoUsd.of(exchange)),
                grounds.getBoolean("named", false),
                toTrial(grounds.getJsonObject("trial")),
                new Drawn(
                        grounds.getBoolean("explored", false),
                        grounds.getDouble("propensity", 1.0),
                        open(grounds.getJsonArray("open"))),
                grounds.getBoolean("cascaded", false));
    }
}
