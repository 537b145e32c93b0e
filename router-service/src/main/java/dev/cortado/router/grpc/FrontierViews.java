package dev.cortado.router.grpc;

import dev.cortado.contracts.v1.CandidatePlace;
import dev.cortado.contracts.v1.CandidateView;
import dev.cortado.contracts.v1.Explained;
import dev.cortado.contracts.v1.FrontierView;
import dev.cortado.contracts.v1.StepView;
import dev.cortado.contracts.v1.TrialPart;
import dev.cortado.router.decide.Choice;
import dev.cortado.router.decide.Considered;
import dev.cortado.router.decide.ExchangeRate;
import dev.cortado.router.decide.Grounds;
import dev.cortado.router.decide.InTrial;
import dev.cortado.router.explain.Explanation;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/// Writes explanations: candidates, and the frontier that they were chosen on.
final class FrontierViews {

    private FrontierViews() {}

    static Explained.Builder of(Choice.Chosen chosen) {
        Explanation explanation = Explanation.of(chosen.grounds(), chosen.considered());
        Explained.Builder explained = Explained.newBuilder().setFrontier(ofFrontier(chosen.grounds(), explanation));
        chosen.considered()
                .forEach(candidate -> explained.addCandidates(
                        ofCandidate(candidate, Optional.of(explanation)).setChosen(candidate.place() == 1)));
        return explained;
    }

    static FrontierView.Builder ofFrontier(Grounds grounds, Explanation explanation) {
        FrontierView.Builder view = FrontierView.newBuilder()
                .setPolicy(grounds.policy().name().word())
                .setUtilityFloor(grounds.policy().floor().utility())
                .setFloorSource(word(grounds.policy().floor().source()))
                .setStopUtilityPerUsd(grounds.rate().utilityPerUsd())
                .setStopSource(word(grounds.rate().source()))
                .setShadowPriceUtilityPerUsd(grounds.shadowPrice())
                .setExplored(grounds.drawn().explored())
                .setPropensity(grounds.drawn().propensity())
                .setCascaded(grounds.cascaded());
        ExchangeRate exchange = grounds.exchangeRate();
        if (exchange != null) {
            view.setExchangeNanoUsdPerUtility(exchange.perUtility().nanos());
        }
        InTrial part = grounds.trial();
        if (part != null) {
            view.setTrial(ofTrial(part));
        }
        explanation.hull().forEach(each -> view.addHull(place(each)));
        explanation.knee().ifPresent(knee -> view.setKnee(place(knee)));
        explanation.ordered().stream().findFirst().ifPresent(first -> view.setChosen(place(first)));
        explanation.ordered().stream().skip(1).forEach(each -> view.addFallbacks(place(each)));
        explanation
                .more()
                .ifPresent(step -> view.setMore(StepView.newBuilder()
                        .setTo(place(step.to()))
                        .setUtilityGain(step.utilityGain())
                        .setCostIncreaseNanoUsd(step.costIncrease().nanos())
                        .setUtilityPerUsd(step.utilityPerUsd())));
        return view;
    }

    private static TrialPart.Builder ofTrial(InTrial part) {
        TrialPart.Builder view = TrialPart.newBuilder().setName(part.trial()).setArm(word(part.arm()));
        InTrial.WouldTake instead = part.wouldTake();
        return instead == null
                ? view
                : view.setWouldTake(CandidatePlace.newBuilder()
                                .setVariantId(instead.variant().value())
                                .setPoolId(instead.pool().value()))
                        .setWouldUtility(instead.utility())
                        .setWouldCostNanoUsd(instead.cost().nanos());
    }

    /// @param explanation empty where the grounds are not known
    static CandidateView.Builder ofCandidate(Considered candidate, Optional<Explanation> explanation) {
        CandidateView.Builder view = CandidateView.newBuilder()
                .setVariantId(candidate.variant().value())
                .setPoolId(candidate.pool().value())
                .setLane(Wire.ofLane(candidate.lane()))
                .setUtility(candidate.utility())
                .setUtilityLow(candidate.expected().low())
                .setUtilityHigh(candidate.expected().high())
                .setUtilityBasis(word(candidate.expected().basis()))
                .setUtilityCorrection(candidate.expected().correction())
                .setUtilityProvisional(candidate.utilityProvisional())
                .setCostNanoUsd(candidate.cost().nanos())
                .setRankedCostNanoUsd(candidate.rankedCost().nanos())
                .setPlace(candidate.place())
                .setExcludedBecause(candidate.excludedBecause());
        Duration latency = candidate.latency();
        if (latency != null) {
            view.setLatencyMillis(latency.toMillis());
        }
        explanation.stream()
                .flatMap(known -> known.beaten().stream())
                .filter(beaten -> beaten.candidate().name().equals(candidate.name()))
                .forEach(beaten -> {
                    beaten.by().forEach(by -> view.addDominatedBy(place(by)));
                    view.setUtilityThere(beaten.utilityThere());
                });
        return view;
    }

    private static CandidatePlace place(Considered candidate) {
        return CandidatePlace.newBuilder()
                .setVariantId(candidate.variant().value())
                .setPoolId(candidate.pool().value())
                .build();
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
