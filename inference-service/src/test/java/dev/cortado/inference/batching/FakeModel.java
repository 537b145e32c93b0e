package dev.cortado.inference.batching;

import dev.cortado.inference.engine.AdapterLoading;
import dev.cortado.inference.engine.AdapterUse;
import dev.cortado.inference.engine.Conversation;
import dev.cortado.inference.engine.ConversationMessage;
import dev.cortado.inference.engine.OutputRule;
import dev.cortado.inference.engine.PreparedPrompt;
import dev.cortado.inference.engine.PromptPreparation;
import dev.cortado.inference.engine.Sampling;
import dev.cortado.inference.engine.TokenBytes;
import dev.cortado.inference.engine.TokenLikelihood;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// A model whose tokens are bytes: it answers every prompt with the same text, one byte a step, then ends its turn.
/// It checks what a real model would fail on, or be slow with: positions without gaps, slots opened before use, and in
/// rising order.
public final class FakeModel implements TokenModel, PromptSource {

    static final int END = 256;

    private final int slots;
    private final int contextTokens;
    private final byte[] answer;
    private final int[] lengths;
    private final int[] drawn;
    private final @Nullable FakeRule[] opened;
    private final @Nullable AdapterUse[] adapters;
    final List<Integer> stepSizes = new ArrayList<>();
    final List<AdapterUse> stepAdapters = Collections.synchronizedList(new ArrayList<>());
    /// Slot, and the tokens it held when a sequence began in it.
    final List<String> openings = Collections.synchronizedList(new ArrayList<>());
    final List<String> copies = Collections.synchronizedList(new ArrayList<>());
    private AdapterUse used = AdapterUse.NONE;
    volatile boolean deadEnd;
    volatile boolean failing;
    volatile boolean hanging;
    volatile boolean closed;
    final Semaphore hung = new Semaphore(0);
    /// Steps that fail as nobody expects, also one that hangs.
    final AtomicInteger breaks = new AtomicInteger();
    /// Slot that cannot be opened, once; -1 for none.
    final AtomicInteger unopened = new AtomicInteger(-1);
    /// Compiled and not freed.
    final AtomicInteger rules = new AtomicInteger();
    /// Rules with a grammar that are being compiled wait for it.
    volatile CountDownLatch compiled = new CountDownLatch(0);
    final Semaphore compiling = new Semaphore(0);

    public FakeModel(int slots, int contextTokens, String answer) {
        this.slots = slots;
        this.contextTokens = contextTokens;
        this.answer = answer.getBytes(StandardCharsets.UTF_8);
        lengths = new int[slots];
        drawn = new int[slots];
        opened = new FakeRule[slots];
        adapters = new AdapterUse[slots];
    }

    @Override
    public PromptPreparation prepare(Conversation conversation) {
        StringBuilder text = new StringBuilder();
        for (ConversationMessage message : conversation.messages()) {
            text.append(message.content());
        }
        return new PromptPreparation.Prepared(prompt(text.toString()));
    }

    static PreparedPrompt prompt(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int[] tokens = new int[bytes.length];
        for (int i = 0; i < tokens.length; i++) {
            tokens[i] = Byte.toUnsignedInt(bytes[i]);
        }
        return new PreparedPrompt(tokens);
    }

    @Override
    public int slots() {
        return slots;
    }

    @Override
    public int contextTokens() {
        return contextTokens;
    }

    @Override
    public int stepTokensMax() {
        return contextTokens + slots;
    }

    @Override
    public CompiledRule compile(OutputRule rule) {
        if (!rule.isFree()) {
            compiling.release();
            try {
                check(compiled.await(20, TimeUnit.SECONDS), "nobody let the rule be compiled");
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
        check(!closed, "compiled after the end");
        rules.incrementAndGet();
        return new FakeRule();
    }

    private final class FakeRule implements CompiledRule {

        private final AtomicBoolean freed = new AtomicBoolean();

        @Override
        public void free() {
            check(!freed.getAndSet(true), "a rule is freed twice");
            check(!closed, "freed after the end");
            rules.decrementAndGet();
        }
    }

    @Override
    public void open(int slot, Sampling sampling, int choice, CompiledRule rule) {
        if (unopened.compareAndSet(slot, -1)) {
            rule.free();
            throw new IllegalStateException("slot " + slot + " cannot be opened");
        }
        check(opened[slot] == null, "slot " + slot + " is opened twice");
        opened[slot] = (FakeRule) rule;
        drawn[slot] = 0;
        adapters[slot] = null;
        openings.add(slot + " from " + lengths[slot]);
    }

    @Override
    public void copy(int from, int to) {
        check(opened[to] != null, "slot " + to + " is not open");
        lengths[to] = lengths[from];
        copies.add(from + " to " + to);
    }

    @Override
    public void end(int slot) {
        FakeRule rule = opened[slot];
        if (rule != null) {
            rule.free();
        }
        opened[slot] = null;
    }

    @Override
    public boolean keep(int slot, int tokens) {
        check(tokens <= lengths[slot], "slot " + slot + " has no " + tokens + " tokens");
        lengths[slot] = tokens;
        return true;
    }

    @Override
    public AdapterLoading load(AdapterLoading.AdapterSource adapter) {
        if (adapter.id().equals("breaking")) {
            throw new StackOverflowError("an adapter without end");
        }
        return adapter.id().startsWith("wrong")
                ? new AdapterLoading.Unusable("it is for another base")
                : new AdapterLoading.Usable();
    }

    @Override
    public void use(AdapterUse adapter) {
        used = adapter;
    }

    /// Number of the step that is given up though nobody is cancelled, from 1; 0 for none.
    volatile int givenUp;

    @Override
    public StepOutcome run(StepBatch batch, BooleanSupplier abort) {
        stepSizes.add(batch.size());
        stepAdapters.add(used);
        breakIfTold();
        if (failing) {
            return StepOutcome.FAILED;
        }
        if (hanging) {
            hung.release();
            while (!abort.getAsBoolean()) {
                breakIfTold();
                Thread.onSpinWait();
            }
            return StepOutcome.ABORTED;
        }
        for (int row = 0; row < batch.size(); row++) {
            int slot = batch.slot(row);
            check(row == 0 || batch.slot(row - 1) <= slot, "slot " + slot + " costs a pass of its own");
            check(opened[slot] != null, "slot " + slot + " is not open");
            check(adapters[slot] == null || used.equals(adapters[slot]), "slot " + slot + " changed its adapter");
            adapters[slot] = used;
            check(batch.position(row) == lengths[slot], "slot " + slot + " has a gap before " + batch.position(row));
            lengths[slot]++;
            check(lengths[slot] <= contextTokens, "slot " + slot + " overflows");
        }
        return stepSizes.size() == givenUp ? StepOutcome.ABORTED : StepOutcome.COMPLETED;
    }

    private void breakIfTold() {
        if (breaks.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            throw new IllegalStateException("the step broke");
        }
    }

    @Override
    public int sample(int slot, int row) {
        if (deadEnd) {
            return NO_TOKEN;
        }
        int at = drawn[slot]++;
        return at < answer.length ? Byte.toUnsignedInt(answer[at]) : END;
    }

    @Override
    public TokenLikelihood likelihood(int row, int token, int top) {
        return new TokenLikelihood(new TokenBytes(bytes(token)), -1, List.of());
    }

    @Override
    public boolean endsGeneration(int token) {
        return token == END;
    }

    @Override
    public byte[] bytes(int token) {
        return token == END ? new byte[0] : new byte[] {(byte) token};
    }

    @Override
    public void close() {
        IntStream.range(0, slots).forEach(this::end);
        closed = true;
    }

    private static void check(boolean right, String otherwise) {
        if (!right) {
            throw new IllegalStateException(otherwise);
        }
    }
}
