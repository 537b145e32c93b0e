package dev.cortado.bench.simulation.party;

import dev.cortado.bench.simulation.books.Books;
import dev.cortado.bench.simulation.world.Fault;
import dev.cortado.bench.simulation.world.Network;
import dev.cortado.bench.simulation.world.VirtualProcess;
import dev.cortado.bench.simulation.world.World;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;

/// The database: the books behind a connection that can break. What was committed stays; a caller whose answer was
/// lost does not know whether it was.
public final class DatabaseHost {

    private static final long TIMEOUT_MICROS = 1_000_000;

    private final World world;
    private final Network network;
    private final VirtualProcess process;
    private final Books books;
    private int primary;
    private long downUntil;

    public DatabaseHost(World world, Network network, Books books) {
        this.world = world;
        this.network = network;
        this.process = world.process("database");
        this.books = books;
    }

    public VirtualProcess process() {
        return process;
    }

    /// The database's clock, which is accounting's.
    public Instant now() {
        return process.wall();
    }

    /// The standby takes over: every connection is lost, and its clock may be another.
    public void failOver(Duration takes, long skewMicros) {
        world.count(Fault.DATABASE_FAILOVER);
        world.trace("database", "failover", takes.toMillis());
        primary++;
        downUntil = world.nowMicros() + takes.toNanos() / 1_000;
        process.skew(skewMicros);
    }

    /// Runs one transaction.
    public <T> CompletionStage<T> transact(VirtualProcess client, BiFunction<Books, Instant, T> work) {
        int connected = primary;
        CompletableFuture<T> outcome = new CompletableFuture<>();
        network.<T>once(client, process, TIMEOUT_MICROS, reply -> {
                    if (world.nowMicros() < downUntil || connected != primary) {
                        reply.failed("the connection is lost");
                        return;
                    }
                    T result = work.apply(books, now());
                    reply.with(result);
                })
                .whenComplete((result, failure) -> {
                    if (failure != null) {
                        outcome.completeExceptionally(failure);
                    } else if (connected != primary) {
                        outcome.completeExceptionally(new IllegalStateException("the connection is lost"));
                    } else {
                        outcome.complete(result);
                    }
                });
        return outcome;
    }
}
