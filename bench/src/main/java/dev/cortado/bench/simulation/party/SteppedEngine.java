package dev.cortado.bench.simulation.party;

import dev.cortado.bench.simulation.world.VirtualProcess;
import dev.cortado.bench.simulation.world.World;
import dev.cortado.contracts.unit.TokenCount;
import dev.cortado.inference.engine.Conversation;
import dev.cortado.inference.engine.Engine;
import dev.cortado.inference.engine.EngineDescription;
import dev.cortado.inference.engine.Generation;
import dev.cortado.inference.engine.GenerationEnd;
import dev.cortado.inference.engine.GenerationListener;
import dev.cortado.inference.engine.GenerationOrder;
import dev.cortado.inference.engine.GenerationTimings;
import dev.cortado.inference.engine.Occupancy;
import dev.cortado.inference.engine.PreparedPrompt;
import dev.cortado.inference.engine.PromptPreparation;
import dev.cortado.inference.engine.StopCause;
import dev.cortado.inference.engine.Submission;
import dev.cortado.inference.engine.TemplateOverhead;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.OptionalDouble;
import java.util.Queue;

/// An engine that generates in a few steps of virtual time and draws as many tokens as chance has it. The content of a
/// message is the number of its tokens.
final class SteppedEngine implements Engine {

    static final int SLOTS = 3;
    static final int QUEUE_DEPTH_MAX = 3;

    private final World world;
    private final VirtualProcess process;
    private final Queue<Running> queue = new ArrayDeque<>();
    private int busy;

    SteppedEngine(World world, VirtualProcess process) {
        this.world = world;
        this.process = process;
    }

    @Override
    public EngineDescription description() {
        return new EngineDescription(
                "stepped",
                Catalogues.CONTEXT,
                SLOTS,
                QUEUE_DEPTH_MAX,
                new TemplateOverhead(Catalogues.TEMPLATE_FIXED, Catalogues.TEMPLATE_PER_MESSAGE));
    }

    @Override
    public PromptPreparation prepare(Conversation conversation) {
        int tokens = Integer.parseInt(conversation.messages().getFirst().content());
        return new PromptPreparation.Prepared(new PreparedPrompt(new int[tokens]));
    }

    @Override
    public Submission submit(GenerationOrder order, GenerationListener listener) {
        Running running = new Running(order, listener);
        if (busy < SLOTS) {
            running.start();
        } else if (queue.size() < QUEUE_DEPTH_MAX) {
            queue.add(running);
        } else {
            return new Submission.QueueFull(QUEUE_DEPTH_MAX);
        }
        return new Submission.Submitted(running);
    }

    @Override
    public Occupancy occupancy() {
        return new Occupancy(busy, queue.size(), OptionalDouble.empty(), OptionalDouble.empty());
    }

    @Override
    public boolean running() {
        return true;
    }

    @Override
    public void close() {}

    private final class Running implements Generation {

        private static final int STEPS_MAX = 4;

        private final GenerationOrder order;
        private final GenerationListener listener;
        private final int steps = world.dice().between(1, STEPS_MAX);
        private final long willDraw;
        private final long stepMicros = world.dice().between(30_000L, 400_000L);
        private long drawn;
        private boolean cancelled;

        Running(GenerationOrder order, GenerationListener listener) {
            this.order = order;
            this.listener = listener;
            long most = order.completionMax().count();
            this.willDraw = world.dice().chance(400) ? most : world.dice().between(1, most);
        }

        void start() {
            if (cancelled) {
                listener.ended(new GenerationEnd.NeverStarted(GenerationEnd.Reason.CANCELLED));
                startNext();
            } else if (process.wall().isAfter(order.startBy())) {
                listener.ended(new GenerationEnd.NeverStarted(GenerationEnd.Reason.START_TOO_LATE));
                startNext();
            } else {
                busy++;
                process.after(stepMicros, () -> step(1));
            }
        }

        private void step(int number) {
            if (cancelled) {
                end(StopCause.CANCELLED);
            } else if (process.wall().isAfter(order.finishBy())) {
                end(StopCause.DEADLINE);
            } else {
                drawn = willDraw * number / steps;
                listener.delta("text");
                if (number < steps) {
                    process.after(stepMicros, () -> step(number + 1));
                } else {
                    end(drawn == order.completionMax().count() ? StopCause.LENGTH : StopCause.STOP);
                }
            }
        }

        private void end(StopCause cause) {
            Instant now = process.wall();
            GenerationTimings timings =
                    new GenerationTimings(now, now, Duration.ZERO, Duration.ZERO, Duration.ofMillis(1));
            listener.ended(
                    new GenerationEnd.Generated(cause, order.prompt().count(), TokenCount.of(drawn), timings, ""));
            busy--;
            startNext();
        }

        private void startNext() {
            if (busy < SLOTS && !queue.isEmpty()) {
                queue.remove().start();
            }
        }

        @Override
        public void cancel() {
            cancelled = true;
        }

        @Override
        public void pause() {}

        @Override
        public void resume() {}
    }
}
