package dev.cortado.router.configuration;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cortado.contracts.signature.Signer;
import dev.cortado.router.accounting.Accounting;
import dev.cortado.router.catalogue.CurrentCatalogue;
import dev.cortado.router.decide.DecideInTrial;
import dev.cortado.router.decide.Policy;
import dev.cortado.router.decide.PolicyDefaults;
import dev.cortado.router.decide.Reconsider;
import dev.cortado.router.decide.RulesInForce;
import dev.cortado.router.decide.ShadowPrice;
import dev.cortado.router.decide.TenantRules;
import dev.cortado.router.decision.DecisionStore;
import dev.cortado.router.decision.Decisions;
import dev.cortado.router.estimate.Estimator;
import dev.cortado.router.estimate.PredictorEstimator;
import dev.cortado.router.estimate.SecondStage;
import dev.cortado.router.features.EncoderFolder;
import dev.cortado.router.feedback.Feedback;
import dev.cortado.router.feedback.FeedbackStore;
import dev.cortado.router.feedback.WeightsInForce;
import dev.cortado.router.fleet.Fleet;
import dev.cortado.router.health.HealthLimits;
import dev.cortado.router.health.HealthWatcher;
import dev.cortado.router.health.NodeHealth;
import dev.cortado.router.hold.HoldWatcher;
import dev.cortado.router.hold.Holds;
import dev.cortado.router.hold.LeasePace;
import dev.cortado.router.hold.Slack;
import dev.cortado.router.label.LabelRegistry;
import dev.cortado.router.label.LabelStore;
import dev.cortado.router.learn.Learner;
import dev.cortado.router.learn.LearningLimits;
import dev.cortado.router.learn.RatingLog;
import dev.cortado.router.pacing.Pacing;
import dev.cortado.router.pacing.PacingTerms;
import dev.cortado.router.price.Prices;
import dev.cortado.router.profile.ProfileCounter;
import dev.cortado.router.profile.ProfileLimits;
import dev.cortado.router.profile.ProfileRegistry;
import dev.cortado.router.profile.ProfileStore;
import dev.cortado.router.profile.Profiles;
import dev.cortado.router.profile.Quotes;
import dev.cortado.router.report.BoughtStore;
import dev.cortado.router.report.Reporting;
import dev.cortado.router.route.AbandonedLog;
import dev.cortado.router.route.Deciding;
import dev.cortado.router.route.Explaining;
import dev.cortado.router.route.Learning;
import dev.cortado.router.route.Models;
import dev.cortado.router.route.Profiled;
import dev.cortado.router.route.RoutePace;
import dev.cortado.router.route.RouteWatcher;
import dev.cortado.router.route.Router;
import dev.cortado.router.route.SentenceWatcher;
import dev.cortado.router.route.Sentences;
import dev.cortado.router.route.Settling;
import dev.cortado.router.session.AttemptTimes;
import dev.cortado.router.session.SessionPace;
import dev.cortado.router.session.Sessions;
import dev.cortado.router.tenant.Paths;
import dev.cortado.router.time.Time;
import dev.cortado.router.trial.Comparing;
import dev.cortado.router.trial.EstimateLimits;
import dev.cortado.router.trial.PolicyEstimating;
import dev.cortado.router.trial.RatedDecisions;
import dev.cortado.router.trial.TriedDecisions;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/// Puts the plain parts together; their ports come from the edges.
@Singleton
final class Wiring {

    private static final int TOKENS_LEAST = 2;

    private final RouterConfiguration configuration;

    Wiring(RouterConfiguration configuration) {
        this.configuration = configuration;
    }

    @Produces
    @Singleton
    Signer signer(@ConfigProperty(name = "cortado.signing.keys") String keys) {
        return Signer.ofConfiguration(keys);
    }

    @Produces
    @Singleton
    CurrentCatalogue catalogue(@ConfigProperty(name = "cortado.catalogue.file") String file, ObjectMapper json) {
        return new CurrentCatalogue(CatalogueFile.read(Path.of(file), json));
    }

    @Produces
    @Singleton
    Reporting reporting(BoughtStore store) {
        return new Reporting(store, configuration.report().requestsMax());
    }

    @Produces
    @Singleton
    Fleet fleet(Time time) {
        return new Fleet(
                time, configuration.node().reportAgeMax(), configuration.node().avoidFor());
    }

    @Produces
    @Singleton
    Prices prices() {
        return new Prices(configuration.priceUnheardMax());
    }

    @Produces
    @Singleton
    Sessions sessions(Accounting accounting, Time time) {
        SessionPace pace = new SessionPace(
                configuration.session().heartbeatEvery(),
                configuration.session().retryFirst());
        return new Sessions(configuration.name(), accounting, time, pace);
    }

    @Produces
    @Singleton
    Paths paths(Accounting accounting, Sessions sessions) {
        return new Paths(
                accounting::path,
                sessions::accountingNow,
                configuration.hold().pathsMax(),
                configuration.hold().pathAhead());
    }

    @Produces
    @Singleton
    Holds holds(Accounting accounting, Sessions sessions, Time time, HoldWatcher watcher) {
        HoldConfiguration hold = configuration.hold();
        LeasePace pace = new LeasePace(
                hold.deadline(),
                hold.giveBackAfter(),
                hold.gatherFor(),
                hold.retryFirst(),
                hold.retryMax(),
                hold.answerAgeMax(),
                hold.messagesMax(),
                hold.organisationsMax(),
                hold.countersMax());
        return new Holds(accounting, sessions, time, pace, slack(configuration.slack()), watcher, hold.openMax());
    }

    private static Slack slack(SlackConfiguration slack) {
        return new Slack(
                slack.stretch(),
                slack.idleAfter(),
                slack.sharePercent(),
                slack.renewAfter(),
                slack.reviewEvery(),
                slack.recallPause(),
                slack.ahead());
    }

    @Produces
    @Singleton
    Decisions decisions(DecisionStore store) {
        return new Decisions(store, configuration.decision().memoryMax());
    }

    @Produces
    @Singleton
    NodeHealth health(HealthWatcher watcher, CurrentCatalogue catalogue, Time time) {
        HealthConfiguration health = configuration.health();
        HealthLimits limits = new HealthLimits(
                health.failuresInRow(),
                health.window(),
                health.attemptsMin(),
                health.failureSharePercent(),
                health.ejectedFirst(),
                health.ejectedMax(),
                health.ejectedSharePercent(),
                health.probeWithin());
        return new NodeHealth(limits, watcher, time, pool -> catalogue.now().labels(pool));
    }

    @Produces
    @Singleton
    Settling settling(
            Router.Parts parts,
            NodeHealth health,
            DecisionStore store,
            AbandonedLog log,
            Time time,
            RouteWatcher watcher) {
        return new Settling(parts, health, store, log, time, watcher);
    }

    @Produces
    @Singleton
    PredictorEstimator estimator() {
        return new PredictorEstimator();
    }

    @Produces
    @Singleton
    SecondStage secondStage() {
        SentenceConfiguration sentences = configuration.predictor().sentences();
        if (sentences.tokensMax() < TOKENS_LEAST
                || sentences.threads() < 1
                || sentences.queueMax() < 1
                || !sentences.waitMax().isPositive()) {
            throw new IllegalArgumentException("cortado.router.predictor.sentences: tokens-max must be at least "
                    + TOKENS_LEAST + ", threads and queue-max at least 1, wait-max above 0");
        }
        return configuration.predictor().enabled()
                        && sentences.encoderDirectory().isPresent()
                ? SecondStage.of(
                        EncoderFolder.open(Path.of(sentences.encoderDirectory().get())), sentences.tokensMax())
                : SecondStage.NONE;
    }

    @Produces
    @Singleton
    Sentences sentences(SecondStage stage, PredictorEstimator estimator, Time time, SentenceWatcher watcher) {
        SentenceConfiguration sentences = configuration.predictor().sentences();
        Executor workers = new ThreadPoolExecutor(
                sentences.threads(),
                sentences.threads(),
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(sentences.queueMax()),
                Thread.ofPlatform().daemon().name("sentences-", 0).factory());
        return new Sentences(stage, estimator::readsSentences, workers, sentences.waitMax(), time, watcher);
    }

    @Produces
    @Singleton
    Router.Parts parts(
            Sessions sessions,
            Paths paths,
            Prices prices,
            CurrentCatalogue catalogue,
            Fleet fleet,
            Holds holds,
            Decisions decisions,
            Estimator estimator) {
        return new Router.Parts(sessions, paths, prices, catalogue, fleet, holds, decisions, estimator);
    }

    @Produces
    @Singleton
    Router router(Router.Parts parts, Deciding deciding, Settling settling, Time time, RouteWatcher watcher) {
        return new Router(parts, deciding, settling, pace(), time, watcher);
    }

    private RoutePace pace() {
        AttemptConfiguration attempt = configuration.attempt();
        return new RoutePace(
                new AttemptTimes.Allowance(
                        attempt.ofShort().startWithin(),
                        attempt.ofShort().finishWithin(),
                        attempt.ofShort().publishWithin()),
                new AttemptTimes.Allowance(
                        attempt.ofLong().startWithin(),
                        attempt.ofLong().finishWithin(),
                        attempt.ofLong().publishWithin()),
                attempt.slowdown(),
                configuration.hold().deadline(),
                configuration.retryAfter());
    }

    @Produces
    @Singleton
    Explaining explaining(Router.Parts parts, Deciding deciding, Time time) {
        return new Explaining(parts, deciding, pace(), time);
    }

    @Produces
    @Singleton
    ShadowPrice shadowPrice(Sessions sessions) {
        PacingConfiguration pacing = configuration.pacing();
        return pacing.enabled()
                ? new Pacing(
                        new PacingTerms(pacing.windowRequests(), pacing.endlessHorizon()),
                        pacing.limitsMax(),
                        sessions::accountingNow)
                : ShadowPrice.NONE;
    }

    @Produces
    @Singleton
    TenantRules rules(CurrentCatalogue catalogue) {
        return new ConfiguredRules(configuration.policy().usdPerUtility(), configuration.tenants(), catalogue.now());
    }

    @Produces
    @Singleton
    Learner learner(RatingLog log) {
        LearningConfiguration learning = configuration.learning();
        return new Learner(
                log,
                new LearningLimits(
                        learning.ratingsMax(),
                        learning.organisationRatingsMax(),
                        learning.organisationsMax(),
                        learning.wordsMax()));
    }

    @Produces
    @Singleton
    Deciding deciding(
            Router.Parts parts, NodeHealth health, ShadowPrice shadowPrice, TenantRules rules, Learner learner) {
        Learning learning =
                new Learning(learner, configuration.learning().explorationShare(), ThreadLocalRandom::current);
        return new Deciding(parts, health, new DecideInTrial(defaults()), shadowPrice, rules, learning);
    }

    private PolicyDefaults defaults() {
        PolicyConfiguration policy = configuration.policy();
        return new PolicyDefaults(
                configuration.utilityMinDefault(), Policy.Name.of(policy.auto()), policy.congestion());
    }

    @Produces
    @Singleton
    PolicyEstimating estimating(RatedDecisions log) {
        TrialConfiguration trial = configuration.trial();
        return new PolicyEstimating(
                log,
                new Reconsider(defaults()),
                new EstimateLimits(trial.decisionsMax(), trial.ratingsMin(), trial.effectiveMin()));
    }

    @Produces
    @Singleton
    RulesInForce rulesInForce(TenantRules configured, Paths paths) {
        return new RulesInForce(configured, paths);
    }

    @Produces
    @Singleton
    Comparing comparing(TriedDecisions log, RulesInForce rules) {
        return new Comparing(log, rules, configuration.trial().decisionsMax());
    }

    @Produces
    @Singleton
    Feedback feedback(Settling settling, FeedbackStore store, Paths paths, Time time) {
        Weights weights = new Weights(configuration.feedback());
        return new Feedback(
                settling::find,
                store,
                new WeightsInForce(weights::of, paths),
                configuration.feedback().ratingsMax(),
                time::wall);
    }

    @Produces
    @Singleton
    LabelRegistry labels(LabelStore store, CurrentCatalogue catalogue) {
        return new LabelRegistry(store, catalogue);
    }

    @Produces
    @Singleton
    Profiles profiles(ProfileStore store, Time time) {
        return new Profiles(
                store,
                time,
                configuration.profile().refresh(),
                configuration.profile().lookUpMax(),
                configuration.profile().keptMax());
    }

    @Produces
    @Singleton
    Profiled profiled(Profiles profiles, Router router, Explaining explaining) {
        return new Profiled(profiles, router, explaining);
    }

    @Produces
    @Singleton
    ProfileRegistry registry(ProfileStore store, Profiles profiles, CurrentCatalogue catalogue) {
        ProfileConfiguration profile = configuration.profile();
        ProfileLimits limits = new ProfileLimits(profile.textBytesMax(), profile.profilesMax(), profile.versionsMax());
        return new ProfileRegistry(store, profiles, catalogue, limits);
    }

    @Produces
    @Singleton
    Quotes quotes(CurrentCatalogue catalogue, Prices prices, Sessions sessions, ProfileCounter counter) {
        return new Quotes(
                catalogue,
                prices,
                sessions::accountingNow,
                counter,
                configuration.profile().keptMax());
    }

    @Produces
    @Singleton
    Models models(Router.Parts parts, RulesInForce rules) {
        return new Models(parts, rules);
    }
}
