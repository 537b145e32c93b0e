package dev.cortado.inference.batching;

import dev.cortado.inference.engine.StopCause;
import dev.cortado.inference.engine.TokenLikelihood;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/// One step of the decode loop: plan, run the model while holding the turn, draw tokens, measure.
///
/// A large step, which a lone prompt takes, is given up when another request or another model comes. What was computed
/// of it is lost, so this happens once: steps stay small until nobody has come for a while.
public final class DecodeStep implements ThreadTurns.Taker {

    /// Prompts shorter than this say little about the rate of long ones.
    private static final int PREFILL_TOKENS_MEASURED_MIN = 16;

    private static final double NANOS_PER_SECOND = 1e9;

    private final TokenModel model;
    private final StepPlanner planner;
    private final ThreadTurns turns;
    private final StepObserver observer;
    private final Company company;
    private final StepBatch batch;
    private final MeasuredRate prefillRate = MeasuredRate.ofPrefill();
    private final MeasuredRate decodeRate = MeasuredRate.ofDecode();

    /// Whether a prompt got nothing in the last step. Only the loop uses it.
    private boolean leftOver;

    private volatile List<Sequence> participants = List.of();
    private volatile boolean large;
    private volatile boolean abort;
    private volatile boolean abortAll;

    public DecodeStep(TokenModel model, BatchingLimits limits, ThreadTurns turns, StepObserver observer) {
        this.model = model;
        this.planner = limits.planner();
        this.company = new Company(limits.prefillQuiet());
        this.turns = turns;
        this.observer = observer;
        this.batch = new StepBatch(model.stepTokensMax());
    }

    /// A sequence that ended in this step, and why.
    record Ended(Sequence sequence, StopCause cause, String errorMessage) {}

    StepObserver observer() {
        return observer;
    }

    OptionalDouble prefillRate() {
        return prefillRate.tokensPerSecond();
    }

    OptionalDouble decodeRate() {
        return decodeRate.tokensPerSecond();
    }

    /// Gives up the running step if all that take part in it are cancelled.
    void cancellationsChanged() {
        List<Sequence> now = participants;
        if (!now.isEmpty() && now.stream().allMatch(Sequence::cancelled)) {
            abort = true;
        }
    }

    /// Another request came while this model was at work.
    void companyCame() {
        company.comes();
        if (large) {
            abort = true;
        }
    }

    @Override
    public void awaited() {
        companyCame();
    }

    void abortAll() {
        abortAll = true;
    }

    /// Takes one step for these sequences, which run under one adapter.
    ///
    /// @param besideOthers whether sequences wait that run under another
    /// @return those that ended
    List<Ended> take(List<Sequence> ready, boolean besideOthers) {
        int[] rows = new int[ready.size()];
        boolean besideAnother = turns.take(this) || besideOthers;
        try {
            model.use(ready.getFirst().order().adapter());
            List<Integer> shares = planner.plan(
                    ready.stream().map(Sequence::promptTokensLeft).toList(),
                    besideAnother || company.isExpected(),
                    leftOver);
            leftOver = shares.contains(0);
            batch.clear();
            for (int i : inOrderOfSlots(ready)) {
                rows[i] = shares.get(i) == 0 ? -1 : ready.get(i).addTo(batch, shares.get(i));
            }
            abort = false;
            participants = ready;
            large = planner.isLarge(ready.size(), batch.size());
            cancellationsChanged();
            if (large && company.isExpected()) {
                abort = true;
            }
            return run(ready, shares, rows);
        } finally {
            large = false;
            participants = List.of();
            turns.give(this);
        }
    }

    /// The model takes sequences of rising slots together, and begins another pass over its weights where one falls.
    private static int[] inOrderOfSlots(List<Sequence> ready) {
        return IntStream.range(0, ready.size())
                .boxed()
                .sorted(Comparator.comparingInt(n -> ready.get(n).slot()))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private List<Ended> run(List<Sequence> ready, List<Integer> shares, int[] rows) {
        long begin = System.nanoTime();
        int decoding = (int) ready.stream()
                .filter(sequence -> sequence.promptTokensLeft() == 0)
                .count();
        TokenModel.StepOutcome outcome = model.run(batch, () -> abort || abortAll);
        List<Ended> ended = switch (outcome) {
            case COMPLETED -> draw(ready, shares, rows);
            case ABORTED -> givenUp(ready);
            case FAILED -> failed(ready, shares);
        };
        long nanos = System.nanoTime() - begin;
        share(ready, shares, nanos);
        if (outcome == TokenModel.StepOutcome.COMPLETED) {
            measure(decoding, nanos);
        }
        return ended;
    }

    private List<Ended> draw(List<Sequence> ready, List<Integer> shares, int[] rows) {
        List<Ended> ended = new ArrayList<>();
        for (int i = 0; i < rows.length; i++) {
            Sequence sequence = ready.get(i);
            if (sequence.promptTokensLeft() > 0) {
                sequence.promptAdvanced(shares.get(i));
            }
            if (rows[i] >= 0) {
                List<Sequence> drawing = sequence.isAtFork() ? forked(sequence) : List.of(sequence);
                for (Sequence choice : drawing) {
                    draw(choice, rows[i], ended);
                }
            }
        }
        return ended;
    }

    /// All choices of a request whose prompt was computed just now; they draw from the same output.
    private List<Sequence> forked(Sequence leader) {
        for (Sequence follower : leader.request().followers()) {
            model.copy(leader.slot(), follower.slot());
            follower.fork();
        }
        return leader.request().choices();
    }

    private void draw(Sequence sequence, int row, List<Ended> ended) {
        int token = model.sample(sequence.slot(), row);
        if (token == TokenModel.NO_TOKEN) {
            ended.add(new Ended(sequence, StopCause.ERROR, "no token continues what the answer must be"));
            return;
        }
        boolean ends = model.endsGeneration(token);
        OptionalInt top = sequence.order().sampling().topLogprobs();
        TokenLikelihood likelihood = top.isPresent() && !ends ? model.likelihood(row, token, top.getAsInt()) : null;
        if (!sequence.drawn(token, model.bytes(token), ends, likelihood)) {
            ended.add(new Ended(sequence, sequence.cause(ends), ""));
        }
    }

    /// Whoever goes on takes the same tokens again, and nothing of them may stay in the model. An answer that has begun
    /// cannot begin anew.
    private List<Ended> givenUp(List<Sequence> ready) {
        List<Ended> ended = new ArrayList<>();
        for (Sequence sequence : ready) {
            if (!sequence.cancelled() && !model.keep(sequence.slot(), sequence.tokensHeld().length)) {
                if (sequence.hasBegun()) {
                    ended.add(new Ended(sequence, StopCause.ERROR, "the engine lost what it held of the answer"));
                } else {
                    sequence.promptForgotten();
                }
            }
        }
        return ended;
    }

    private static List<Ended> failed(List<Sequence> ready, List<Integer> shares) {
        List<Ended> ended = new ArrayList<>();
        for (int i = 0; i < ready.size(); i++) {
            Sequence sequence = ready.get(i);
            if (shares.get(i) > 0) {
                boolean prompt = sequence.choice() == 0 && sequence.promptTokensLeft() > 0;
                List<Sequence> broken = prompt ? sequence.request().choices() : List.of(sequence);
                broken.forEach(one -> ended.add(new Ended(one, StopCause.ERROR, "the engine failed in a step")));
            }
        }
        return ended;
    }

    private void share(List<Sequence> ready, List<Integer> shares, long nanos) {
        for (int i = 0; i < ready.size(); i++) {
            ready.get(i).busyFor(nanos * shares.get(i) / Math.max(1, batch.size()));
        }
    }

    private void measure(int decoding, long nanos) {
        int prompt = batch.size() - decoding;
        double seconds = nanos / NANOS_PER_SECOND;
        if (prompt == 0) {
            decodeRate.measured(1, seconds);
        } else if (prompt >= PREFILL_TOKENS_MEASURED_MIN) {
            prefillRate.measured(batch.size(), seconds);
        }
        observer.stepTaken(prompt, decoding, Duration.ofNanos(nanos));
    }
}
