package dev.cortado.gateway.complete;

import dev.cortado.contracts.unit.NanoUsd;
import dev.cortado.contracts.unit.OrganisationId;
import dev.cortado.contracts.unit.PicoUsdPerToken;
import dev.cortado.contracts.unit.PriceVersion;
import dev.cortado.contracts.unit.ProjectId;
import dev.cortado.contracts.unit.RequestPurpose;
import dev.cortado.contracts.unit.ReservationId;
import dev.cortado.contracts.unit.TeamId;
import dev.cortado.contracts.unit.TokenPriceList;
import dev.cortado.contracts.unit.VariantId;
import dev.cortado.gateway.admit.ConcurrencyLimit;
import dev.cortado.gateway.authenticate.ApiKey;
import dev.cortado.gateway.authenticate.Authenticator;
import dev.cortado.gateway.authenticate.Credential;
import dev.cortado.gateway.authenticate.Identities;
import dev.cortado.gateway.authenticate.IdentityCache;
import dev.cortado.gateway.authenticate.PayerChoice;
import dev.cortado.gateway.authenticate.Person;
import dev.cortado.gateway.authenticate.Tenant;
import dev.cortado.gateway.chat.ChatRequest;
import dev.cortado.gateway.check.Judgement;
import dev.cortado.gateway.check.Verifier;
import dev.cortado.gateway.fake.ChatRequests;
import dev.cortado.gateway.fake.TestKeys;
import dev.cortado.gateway.generate.Delta;
import dev.cortado.gateway.generate.Generation;
import dev.cortado.gateway.generate.GenerationListener;
import dev.cortado.gateway.generate.Inference;
import dev.cortado.gateway.hedge.Hedges;
import dev.cortado.gateway.idempotency.Claim;
import dev.cortado.gateway.idempotency.Claiming;
import dev.cortado.gateway.idempotency.Claims;
import dev.cortado.gateway.idempotency.IdempotencyKey;
import dev.cortado.gateway.idempotency.KeptAnswer;
import dev.cortado.gateway.idempotency.KeyOwner;
import dev.cortado.gateway.route.Budget;
import dev.cortado.gateway.route.RouteQuery;
import dev.cortado.gateway.route.RouteRefusal;
import dev.cortado.gateway.route.Routed;
import dev.cortado.gateway.route.RoutedProfile;
import dev.cortado.gateway.route.Router;
import dev.cortado.gateway.route.Routing;
import dev.cortado.gateway.route.SignedWord;
import dev.cortado.gateway.settle.Settlement;
import dev.cortado.gateway.settle.Settler;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/// Every port of the story in memory, with a log of what happened in order.
final class Platform implements Exchange, Router, Inference, Settler, Identities, Claims, Observer {

    /// Stands for the verifier's attempt.
    static final int VERIFYING = 9;

    static final SignedWord WORD = new SignedWord() {};
    static final Budget AFTER = new Budget.Limited(NanoUsd.of(5), NanoUsd.of(9), Instant.EPOCH, Instant.EPOCH);

    /// What a node does with an attempt, all at once.
    interface Script {
        void play(GenerationListener node);
    }

    final List<String> log = new ArrayList<>();
    final List<Throwable> bugs = new ArrayList<>();
    final Deque<Script> scripts = new ArrayDeque<>();
    final ConcurrencyLimit concurrency = new ConcurrencyLimit(1, 1);
    CompletableFuture<Claiming> claiming = CompletableFuture.completedFuture(claimed(null));
    CompletableFuture<Void> keeping = CompletableFuture.completedFuture(null);
    /// Whether the store takes a reservation down.
    boolean notes = true;

    @Nullable
    RouteQuery query;

    /// Of every attempt from here on.
    @Nullable
    RoutedProfile profile;

    /// Whether a second attempt is held for, of every attempt from here on.
    boolean escalationHeld;

    boolean readsSlowly;
    /// Whether a node has got the token by the time an attempt is given up.
    boolean presents = true;
    /// Thrown when the client is told that its request was placed.
    @Nullable
    RuntimeException bugWhenPlaced;

    /// Thrown when the client is given its answer.
    @Nullable
    RuntimeException bugWhenCompleted;

    /// Thrown when an attempt's hold is to be settled.
    @Nullable
    Error bugWhenSettled;

    CompletableFuture<Reading> reading = read(ChatRequests.hi());

    @Nullable
    CompletableFuture<Routing> routing;

    @Nullable
    CompletableFuture<Routing> rerouting;

    /// Null where no second attempt can be placed beside the first.
    @Nullable
    CompletableFuture<Routing> hedging;

    /// Null where nobody verifies.
    @Nullable
    Verifier verifier;

    /// What the verifier was asked.
    @Nullable
    RouteQuery question;

    /// Null where the verifier is placed at once.
    @Nullable
    CompletableFuture<Routing> placingVerifier;

    Hedges hedges = Hedges.OFF;
    /// What hears each attempt, in the order in which they were sent.
    final List<GenerationListener> nodes = new ArrayList<>();
    final List<Routed> sent = new ArrayList<>();

    CompletableFuture<Budget> settling = CompletableFuture.completedFuture(AFTER);

    private final List<Integer> placed = new ArrayList<>();
    private final List<Integer> settled = new ArrayList<>();
    /// What the request had been charged before each further attempt.
    final List<NanoUsd> chargedBefore = new ArrayList<>();
    /// How many answers each attempt asked for.
    final List<Integer> generated = new ArrayList<>();
    /// Attempts whose node was told to have failed.
    final List<Integer> failedNodes = new ArrayList<>();
    private Runnable onReady = () -> {};
    private Runnable onGone = () -> {};
    private @Nullable Completed completed;
    private @Nullable Refusal refusal;
    /// Whether the refusal said that an attempt may be charged.
    boolean refusalMayBeCharged;

    Steps steps() {
        Authenticator authenticator = new Authenticator(
                this,
                _ -> new CompletableFuture<>(),
                new IdentityCache(10, Duration.ofDays(1), Duration.ofDays(1), System::nanoTime),
                InstantSource.system(),
                _ -> {});
        return new Steps(authenticator, concurrency, this, this, this, this, this, verifier, hedges, 3, 8192);
    }

    void clear() {
        log.clear();
        scripts.clear();
        placed.clear();
        settled.clear();
        failedNodes.clear();
        chargedBefore.clear();
        onGone = () -> {};
    }

    /// Attempts whose hold was placed and neither settled nor handed back in a reroute, or settled twice.
    List<Integer> openHolds() {
        Deque<Integer> open = new ArrayDeque<>(placed);
        for (Integer attempt : settled) {
            if (!open.removeFirstOccurrence(attempt)) {
                throw new AssertionError("settled twice: " + attempt + " " + log);
            }
        }
        return List.copyOf(open);
    }

    /// No hold was placed for the attempt after all.
    void forget(int attempt) {
        placed.removeIf(number -> number == attempt);
    }

    Completed completed() {
        return java.util.Objects.requireNonNull(completed);
    }

    Refusal refusal() {
        return java.util.Objects.requireNonNull(refusal);
    }

    void ready() {
        onReady.run();
    }

    void leave() {
        onGone.run();
    }

    Routing place(int attempt) {
        return new Routing.Placed(new Routed(
                "router:1",
                WORD,
                ReservationId.parse("01890a5d-ac96-774b-bcce-b302099a8057"),
                attempt,
                "node:1",
                new VariantId("v"),
                "small",
                "p",
                "realtime",
                new TokenPriceList(
                        new PriceVersion("1"),
                        PicoUsdPerToken.FREE,
                        PicoUsdPerToken.FREE,
                        PicoUsdPerToken.FREE,
                        PicoUsdPerToken.FREE),
                false,
                new Budget.Unlimited(),
                .5,
                true,
                Instant.EPOCH,
                profile,
                escalationHeld));
    }

    private static CompletableFuture<Reading> read(ChatRequest request) {
        return CompletableFuture.completedFuture(new Reading.Read(request, null));
    }

    /// The request carries a key from here on.
    void withKey() {
        reading = CompletableFuture.completedFuture(new Reading.Read(ChatRequests.hi(), new IdempotencyKey("k", "00")));
    }

    /// The answer is delivered whole, and checked by its profile.
    void checks(RoutedProfile checked, boolean held) {
        reading = read(ChatRequests.whole());
        profile = checked;
        escalationHeld = held;
    }

    /// The answer is delivered whole, and checked as the request asks.
    void asks(ChatRequest request) {
        reading = read(request);
        escalationHeld = true;
    }

    static Claiming.Claimed claimed(@Nullable ReservationId rerunOf) {
        KeyOwner owner = new KeyOwner(new OrganisationId("o"), new ProjectId("p"), "key:1");
        return new Claiming.Claimed(new Claim(new UUID(1, 2), owner, "k", rerunOf));
    }

    @Override
    public CompletionStage<Claiming> claim(KeyOwner owner, IdempotencyKey key) {
        log.add("claim");
        return claiming;
    }

    @Override
    public CompletionStage<Boolean> routed(Claim claim, ReservationId reservation) {
        log.add("note");
        return CompletableFuture.completedFuture(notes);
    }

    @Override
    public CompletionStage<Void> answered(Claim claim, KeptAnswer answer) {
        log.add("keep");
        return keeping;
    }

    @Override
    public CompletionStage<Void> lost(Claim claim) {
        log.add("lost");
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<Void> free(Claim claim) {
        log.add("free");
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public KeptAnswer kept(Completed end) {
        return new KeptAnswer(end.routed().reservation(), "text/plain", "kept");
    }

    @Override
    public void replayed(KeptAnswer answer) {
        log.add("replayed " + answer.body());
    }

    @Override
    public CompletionStage<Routing> route(RouteQuery asked) {
        if (RequestPurpose.isVerification(asked.request().metadata())) {
            question = asked;
            log.add("verify");
            placed.add(VERIFYING);
            return placingVerifier != null ? placingVerifier : CompletableFuture.completedFuture(place(VERIFYING));
        }
        query = asked;
        placed.add(1);
        return routing != null ? routing : CompletableFuture.completedFuture(place(1));
    }

    @Override
    public CompletionStage<Routing> reroute(RouteQuery query, Routed failed, @Nullable LastWord word, NanoUsd charged) {
        chargedBefore.add(charged);
        log.add("reroute " + failed.attempt() + " "
                + (word == null ? "nothing" : word.getClass().getSimpleName()));
        if (word != null) {
            settled.add(failed.attempt());
        }
        placed.add(failed.attempt() + 1);
        return rerouting != null ? rerouting : CompletableFuture.completedFuture(place(failed.attempt() + 1));
    }

    @Override
    public CompletionStage<Routing> hedge(RouteQuery query, Routed running) {
        log.add("hedge " + running.attempt());
        CompletableFuture<Routing> coming = hedging;
        if (coming == null) {
            return CompletableFuture.completedFuture(
                    new Routing.NotPlaced(new RouteRefusal.NoNode("no other node", Duration.ZERO)));
        }
        placed.add(2);
        return coming;
    }

    @Override
    public Generation generate(Routed routed, ChatRequest request, String requestId, GenerationListener listener) {
        generated.add(request.output().generated());
        nodes.add(listener);
        sent.add(routed);
        Node node = new Node(listener);
        Script script = scripts.poll();
        pending = () -> {
            if (script != null) {
                script.play(node.listener());
            }
        };
        return node;
    }

    private Runnable pending = () -> {};

    private final class Node implements Generation {
        private final GenerationListener listener;

        Node(GenerationListener listener) {
            this.listener = listener;
        }

        GenerationListener listener() {
            return listener;
        }

        @Override
        public void pause() {
            log.add("pause");
        }

        @Override
        public void resume() {
            log.add("resume");
        }

        @Override
        public boolean cancel() {
            log.add("cancel");
            return presents;
        }
    }

    @Override
    public CompletionStage<Budget> settle(Routed attempt, Settlement settlement) {
        if (bugWhenSettled != null) {
            throw bugWhenSettled;
        }
        log.add("settle " + attempt.attempt() + " " + settlement.getClass().getSimpleName());
        settled.add(attempt.attempt());
        boolean nodeFailed = switch (settlement) {
            case Settlement.Unheard unheard -> unheard.nodeFailed();
            case Settlement.Unused unused -> unused.nodeFailed();
            case Settlement.Receipt _, Settlement.Refusal _ -> false;
        };
        if (nodeFailed) {
            failedNodes.add(attempt.attempt());
        }
        return settling;
    }

    @Override
    public CompletionStage<Identification> resolveKey(ApiKey key) {
        return CompletableFuture.completedFuture(new Identification.Identified(
                new Tenant(new OrganisationId("o"), new TeamId("t"), new ProjectId("p"), key.publicId(), "")));
    }

    @Override
    public CompletionStage<Identification> resolvePerson(Person person, PayerChoice choice) {
        return new CompletableFuture<>();
    }

    @Override
    public Credential credential() {
        return Credential.read("Bearer " + TestKeys.key("demo000000000000"), 100);
    }

    @Override
    public PayerChoice payerChoice() {
        return PayerChoice.NONE;
    }

    @Override
    public String requestId() {
        return "r";
    }

    @Override
    public CompletionStage<Reading> read() {
        return reading;
    }

    @Override
    public void placed(Routed routed) {
        if (bugWhenPlaced != null) {
            throw bugWhenPlaced;
        }
    }

    @Override
    public void accepted(Routed routed) {
        log.add("accepted");
    }

    @Override
    public boolean delta(Routed routed, Delta delta) {
        log.add("delta " + delta.text());
        return !readsSlowly;
    }

    @Override
    public void completed(Completed end) {
        if (bugWhenCompleted != null) {
            throw bugWhenCompleted;
        }
        completed = end;
        log.add("completed");
    }

    @Override
    public void refused(Refusal why, boolean mayBeCharged) {
        refusal = why;
        refusalMayBeCharged = mayBeCharged;
        log.add("refused " + why.getClass().getSimpleName());
    }

    /// Asked for right after `generate` returns: only then does the node speak, as its port promises.
    @Override
    public void onReady(Runnable action) {
        onReady = action;
        Runnable speak = pending;
        pending = () -> {};
        speak.run();
    }

    @Override
    public void onGone(Runnable action) {
        onGone = action;
    }

    @Override
    public void firstDelta(Duration sinceArrival, Duration waited) {}

    @Override
    public void rerouted() {}

    @Override
    public void hedged() {
        log.add("hedged");
    }

    @Override
    public void hedgeWon(boolean byHedge) {
        log.add(byHedge ? "won by hedge" : "won by first");
    }

    @Override
    public void verified(Judgement judgement) {
        log.add("verified " + judgement.getClass().getSimpleName());
    }

    @Override
    public void gone() {}
}
