package dev.cortado.bench.simulation.world;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/// Carries messages between processes: late, twice, in another order, or not at all.
public final class Network {

    private static final long WAY_MICROS_MIN = 100;

    private final World world;
    private final Map<Long, Long> cutUntil = new HashMap<>();
    private Weather weather = Weather.calm();

    public Network(World world) {
        this.world = world;
    }

    /// A call failed. Without a stack trace, since calls fail by the million.
    private static final class Unanswered extends RuntimeException {
        Unanswered(String why) {
            super(why, null, false, false);
        }
    }

    /// What a server answers to one call: a value, or that it failed.
    public interface Reply<T> {
        void with(T value);

        void failed(String why);
    }

    public void weather(Weather next) {
        weather = next;
    }

    /// Two processes do not hear each other for so long.
    public void cut(VirtualProcess a, VirtualProcess b, long micros) {
        cutUntil.put(pair(a, b), world.nowMicros() + micros);
        world.trace(a.name(), "cut from " + b.name(), micros);
    }

    public void healAll() {
        cutUntil.clear();
        weather = Weather.calm();
    }

    /// To whichever life of the process is up when it arrives.
    public void send(VirtualProcess from, VirtualProcess to, Runnable delivery) {
        send(from, to, World.ANY_LIFE, delivery, true);
    }

    /// An answer: only to the life that asked.
    public void answer(VirtualProcess from, VirtualProcess to, int life, Runnable delivery) {
        send(from, to, life, delivery, false);
    }

    private void send(VirtualProcess from, VirtualProcess to, int life, Runnable delivery, boolean mayDouble) {
        Long cut = cutUntil.get(pair(from, to));
        if (cut != null && cut > world.nowMicros()) {
            return;
        }
        Dice dice = world.dice();
        if (dice.chance(weather.lostPermille())) {
            world.count(Fault.MESSAGE_LOST);
            return;
        }
        world.schedule(to, life, way(), delivery);
        if (mayDouble && dice.chance(weather.doubledPermille())) {
            world.count(Fault.MESSAGE_DOUBLED);
            world.schedule(to, life, way(), delivery);
        }
    }

    private long way() {
        if (world.dice().chance(weather.slowPermille())) {
            world.count(Fault.MESSAGE_SLOW);
            return world.dice().between(weather.usualMicrosMax(), weather.slowMicrosMax());
        }
        return world.dice().between(WAY_MICROS_MIN, weather.usualMicrosMax());
    }

    /// Calls a server. The stage completes exceptionally if there was no answer within the deadline; the call may have
    /// been served all the same, even twice.
    public <T> CompletionStage<T> call(
            VirtualProcess client, VirtualProcess server, long deadlineMicros, Consumer<Reply<T>> serve) {
        return call(client, server, deadlineMicros, serve, true);
    }

    /// The same on a connection that never carries anything twice.
    public <T> CompletionStage<T> once(
            VirtualProcess client, VirtualProcess server, long deadlineMicros, Consumer<Reply<T>> serve) {
        return call(client, server, deadlineMicros, serve, false);
    }

    private <T> CompletionStage<T> call(
            VirtualProcess client,
            VirtualProcess server,
            long deadlineMicros,
            Consumer<Reply<T>> serve,
            boolean mayDouble) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        Runnable deadline =
                client.after(deadlineMicros, () -> answer.completeExceptionally(new Unanswered("no answer in time")));
        int asking = client.life();
        send(
                client,
                server,
                World.ANY_LIFE,
                () -> serve.accept(new Reply<>() {
                    @Override
                    public void with(T value) {
                        answer(server, client, asking, () -> {
                            deadline.run();
                            answer.complete(value);
                        });
                    }

                    @Override
                    public void failed(String why) {
                        answer(server, client, asking, () -> {
                            deadline.run();
                            answer.completeExceptionally(new CompletionException(new Unanswered(why)));
                        });
                    }
                }),
                mayDouble);
        return answer;
    }

    private static long pair(VirtualProcess a, VirtualProcess b) {
        return a.index() < b.index() ? (long) a.index() << 32 | b.index() : (long) b.index() << 32 | a.index();
    }
}
