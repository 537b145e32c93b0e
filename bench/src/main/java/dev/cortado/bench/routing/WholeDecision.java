package dev.cortado.bench.routing;

import dev.cortado.contracts.unit.NodeId;
import dev.cortado.contracts.unit.NodeIncarnation;
import dev.cortado.contracts.unit.OrganisationId;
import dev.cortado.contracts.unit.PicoUsdPerToken;
import dev.cortado.contracts.unit.PoolId;
import dev.cortado.contracts.unit.PriceVersion;
import dev.cortado.contracts.unit.TokenCount;
import dev.cortado.contracts.unit.TokenPriceList;
import dev.cortado.contracts.unit.VariantId;
import dev.cortado.router.catalogue.Catalogue;
import dev.cortado.router.catalogue.Lane;
import dev.cortado.router.catalogue.Measurement;
import dev.cortado.router.catalogue.Measurements;
import dev.cortado.router.catalogue.Measurements.ScoredTask;
import dev.cortado.router.catalogue.Pool;
import dev.cortado.router.catalogue.Rates;
import dev.cortado.router.catalogue.Variant;
import dev.cortado.router.decide.Candidate;
import dev.cortado.router.decide.Candidates;
import dev.cortado.router.decide.Choice;
import dev.cortado.router.decide.Decide;
import dev.cortado.router.decide.Policy;
import dev.cortado.router.decide.PolicyDefaults;
import dev.cortado.router.decide.TenantRule;
import dev.cortado.router.decide.Terms;
import dev.cortado.router.decide.Tried;
import dev.cortado.router.decide.Wishes;
import dev.cortado.router.estimate.PredictorEstimator;
import dev.cortado.router.estimate.PredictorFit;
import dev.cortado.router.estimate.PromptSample;
import dev.cortado.router.estimate.SeenPrompt;
import dev.cortado.router.features.PromptReader;
import dev.cortado.router.fleet.Node;
import dev.cortado.router.fleet.Occupancy;
import dev.cortado.router.fleet.VariantLoad;
import dev.cortado.router.hold.BudgetView;
import dev.cortado.router.learn.Grounding;
import dev.cortado.router.learn.Learner;
import dev.cortado.router.learn.LearningLimits;
import dev.cortado.router.learn.PromptView;
import dev.cortado.router.learn.RatedAnswer;
import dev.cortado.router.learn.RatingLog;
import dev.cortado.router.learn.Told;
import dev.cortado.router.predict.UtilityModel;
import dev.cortado.router.price.PriceBook;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/// The router's own decision over 20 candidates, from a prompt's text to the ordered options: features, predicted
/// utilities and lengths of all variants, costs, latencies, choice. Each candidate is a variant with a node of its
/// own, learnt from as many tasks as a calibration has; their scores are the file's, some of them turned over.
final class WholeDecision {

    private static final int CANDIDATES = 20;
    private static final int TASKS = 520;
    private static final int KIBIBYTES_4 = 4096;
    private static final int LONG_PROMPTS = 1_000;
    private static final int RATINGS = 2_000;
    private static final int WORDS = 5_000;
    private static final OrganisationId RATES = new OrganisationId("rates");
    private static final OrganisationId NEVER_RATES = new OrganisationId("never-rates");
    private static final PoolId POOL = new PoolId("pool");
    private static final PriceVersion PRICES = new PriceVersion("bench");

    private final PredictorEstimator estimator = new PredictorEstimator();
    private final Decide decide = new Decide(new PolicyDefaults(.6, Policy.Name.KNEE, .1));
    private final Catalogue catalogue;
    private final PriceBook prices;
    private final List<Node> up;
    private final Learner learner;

    WholeDecision(Outcomes outcomes, PromptReader reader) {
        List<VariantId> ids = IntStream.range(0, CANDIDATES)
                .mapToObj(i -> new VariantId("variant-" + i))
                .toList();
        Measurements measurements = measurements(outcomes, ids);
        estimator.use(
                reader,
                PredictorFit.of(measurements, List.of(), reader::read, TASKS)
                        .orElseThrow()
                        .predictor(),
                UtilityModel.BEYOND);
        catalogue = new Catalogue(
                        ids.stream().map(WholeDecision::variant).toList(),
                        List.of(new Pool(POOL, Set.of(Lane.REALTIME), ids)),
                        Instant.EPOCH)
                .with(measurements);
        prices = new PriceBook(
                PRICES,
                Instant.EPOCH,
                IntStream.range(0, CANDIDATES)
                        .mapToObj(i -> new PriceBook.Row(ids.get(i), null, Lane.REALTIME, price(i + 1)))
                        .toList());
        up = ids.stream().map(WholeDecision::node).toList();
        learner = learner(ids, reader, outcomes.texts());
    }

    /// Of an organisation that rated some answers of every variant.
    private Learner learner(List<VariantId> ids, PromptReader reader, List<String> prompts) {
        SplittableRandom random = new SplittableRandom(2);
        List<RatedAnswer> ratings = IntStream.range(0, RATINGS)
                .mapToObj(i -> new RatedAnswer(
                        i + 1L,
                        RATES,
                        ids.get(i % CANDIDATES),
                        new SeenPrompt("", reader.read(prompts.get(random.nextInt(prompts.size())))),
                        new Told.Said(random.nextInt(2), Told.Before.NOTHING)))
                .toList();
        Learner learning = new Learner(new Ratings(ratings), new LearningLimits(RATINGS, RATINGS, 1, WORDS));
        PredictorEstimator.InForce predictor = estimator.inForce().orElseThrow();
        learning.begin(new Grounding(
                PromptView.of(prompts.stream().limit(TASKS).map(reader::read).toList()),
                (prompt, variant) -> catalogue
                        .variant(variant)
                        .map(each -> predictor.of(prompt, catalogue).utility(each))));
        return learning;
    }

    /// Ratings in memory.
    private record Ratings(List<RatedAnswer> all) implements RatingLog {
        @Override
        public Raters raters() {
            return new Raters(List.of(RATES), all.size());
        }

        @Override
        public Raters ratersAfter(long place) {
            return new Raters(List.of(), place);
        }

        @Override
        public int count(OrganisationId organisation, int atMost) {
            return all.size();
        }

        @Override
        public long before(OrganisationId organisation, int newest) {
            return 0;
        }

        @Override
        public Page after(Stretch read, OrganisationId organisation) {
            return new Page(read.upTo() == 0 ? all : List.of(), all.size(), true);
        }
    }

    /// Of prompts as they are.
    Timing timing(List<String> prompts) {
        return Timing.of(prompts, prompt -> decide(prompt, NEVER_RATES));
    }

    /// Of the same for an organisation whose ratings correct what is expected of every variant.
    Timing timingOfRated(List<String> prompts) {
        return Timing.of(prompts, prompt -> decide(prompt, RATES));
    }

    /// Of prompts of exactly 4 KiB, each made of one after the other.
    Timing timingOf4Kibibytes(List<String> prompts) {
        List<String> longOnes = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        for (int i = 0; longOnes.size() < LONG_PROMPTS; i = (i + 1) % prompts.size()) {
            text.append(prompts.get(i).replaceAll("[^\\x00-\\x7F]", "?")).append('\n');
            if (text.length() >= KIBIBYTES_4) {
                longOnes.add(text.substring(0, KIBIBYTES_4));
                text.setLength(0);
            }
        }
        return timing(longOnes);
    }

    private double decide(String prompt, OrganisationId organisation) {
        Wishes wishes = new Wishes(
                Catalogue.AUTO,
                Lane.REALTIME,
                prompt.getBytes(StandardCharsets.UTF_8).length,
                1,
                TokenCount.of(512),
                false,
                null,
                null,
                null,
                Set.of());
        List<Candidate> candidates = Candidates.of(catalogue, prices, up, wishes, TenantRule.NONE, Tried.NOTHING);
        Choice choice = decide.decide(
                wishes,
                learner.corrected(organisation, estimator.of(PromptSample.of(prompt), "", catalogue)),
                catalogue,
                candidates,
                new Terms(new BudgetView.Unlimited(), 0, null));
        return ((Choice.Chosen) choice).options().getFirst().utility().mean();
    }

    private static Measurements measurements(Outcomes outcomes, List<VariantId> ids) {
        SplittableRandom random = new SplittableRandom(1);
        int[] places = Splits.of(outcomes.size(), TASKS, 0).learn();
        List<ScoredTask> tasks = new ArrayList<>();
        for (int place : places) {
            Map<VariantId, Double> scores = new HashMap<>();
            Map<VariantId, Integer> tokens = new HashMap<>();
            for (int v = 0; v < CANDIDATES; v++) {
                double score = outcomes.scores()[v % outcomes.models().size()][place];
                scores.put(ids.get(v), random.nextInt(CANDIDATES) < v / 2 ? 1 - score : score);
                tokens.put(ids.get(v), 1 + random.nextInt(48));
            }
            tasks.add(new ScoredTask(
                    "task-" + place, "class-" + place % 10, outcomes.texts().get(place), scores, tokens));
        }
        return new Measurements(
                "bench", "bench", ids.stream().map(WholeDecision::measured).toList(), tasks);
    }

    private static Measurement measured(VariantId variant) {
        return new Measurement(
                variant,
                POOL,
                Measurement.ALL_TASKS,
                Optional.of(new Measurement.Utility(.7, .6, .8, TASKS, Map.of())),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                List.of(),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                "",
                OptionalLong.empty(),
                OptionalLong.empty(),
                Optional.empty());
    }

    private static Variant variant(VariantId id) {
        return new Variant(id, "tier", "none", TokenCount.of(8_192), .7, true, TokenCount.of(200), new Rates(200, 20));
    }

    private static TokenPriceList price(int step) {
        PicoUsdPerToken prompt = PicoUsdPerToken.ofUsdPerMillionTokens("0." + (10 + step));
        PicoUsdPerToken completion = PicoUsdPerToken.ofUsdPerMillionTokens("0." + (50 + step));
        return new TokenPriceList(PRICES, prompt, prompt, PicoUsdPerToken.FREE, completion);
    }

    private static Node node(VariantId variant) {
        return new Node(
                new NodeId("node-" + variant.value()),
                new NodeIncarnation("incarnation-" + variant.value()),
                "127.0.0.1:1",
                POOL,
                Set.of(Lane.REALTIME),
                List.of(new VariantLoad(
                        variant,
                        true,
                        TokenCount.of(8_192),
                        new Occupancy(4, 1, 0, 8),
                        TokenCount.of(20),
                        TokenCount.of(5),
                        null,
                        Set.of("stop"))),
                false,
                true,
                0);
    }
}
