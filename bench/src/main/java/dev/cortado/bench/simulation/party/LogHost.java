package dev.cortado.bench.simulation.party;

import dev.cortado.accounting.posting.Metering;
import dev.cortado.accounting.posting.Payload;
import dev.cortado.accounting.posting.Permission;
import dev.cortado.bench.simulation.world.Fault;
import dev.cortado.bench.simulation.world.Network;
import dev.cortado.bench.simulation.world.VirtualProcess;
import dev.cortado.bench.simulation.world.World;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.concurrent.CompletionStage;

/// The usage log: a broker with partitions, which stamps each record with its own clock. The broker is never down in a
/// history, but appends may take long and acknowledgements get lost.
public final class LogHost {

    /// What a record says.
    public sealed interface Content {}

    public record Usage(Permission permission, Metering metering, Payload payload, Permitted token)
            implements Content {}

    public record Tick() implements Content {}

    public record Fence(long session) implements Content {}

    public record Abandoned() implements Content {}

    public record Logged(int partition, long offset, Instant appendedAt, Content content) {}

    /// @param slowPermille appends that take up to `slowMicrosMax` at the broker, in a thousand
    public record Troubles(int slowPermille, long slowMicrosMax, int ackLostPermille, int doubledPermille) {
        static final Troubles NONE = new Troubles(0, 0, 0, 0);
    }

    /// Told of each record when it is in the log.
    public interface Watcher {
        void appended(Logged record);
    }

    private final World world;
    private final Network network;
    private final VirtualProcess broker;
    private final List<List<Logged>> partitions = new ArrayList<>();
    /// By the content as an object: what a producer sends again is the same one.
    private final IdentityHashMap<Content, Logged> appended = new IdentityHashMap<>();
    private final Watcher watcher;
    private Troubles troubles = Troubles.NONE;

    public LogHost(World world, Network network, int partitionCount, Watcher watcher) {
        this.world = world;
        this.network = network;
        this.broker = world.process("broker");
        this.watcher = watcher;
        for (int i = 0; i < partitionCount; i++) {
            partitions.add(new ArrayList<>());
        }
    }

    public VirtualProcess process() {
        return broker;
    }

    public int partitions() {
        return partitions.size();
    }

    public void troubles(Troubles next) {
        troubles = next;
    }

    public void healAll() {
        troubles = Troubles.NONE;
    }

    /// The broker's clock, to the millisecond, as records carry it.
    public Instant now() {
        return Instant.ofEpochMilli(nowMillis());
    }

    /// The same, as milliseconds since 1970.
    public long nowMillis() {
        return broker.wallMillis();
    }

    public long end(int partition) {
        return partitions.get(partition).size();
    }

    public List<Logged> all(int partition) {
        return partitions.get(partition);
    }

    /// Appends; repeating the same content object is one record, as with an idempotent producer.
    public CompletionStage<Logged> append(VirtualProcess from, int partition, Content content, Duration deadline) {
        return network.call(from, broker, deadline.toNanos() / 1_000, reply -> {
            long takes = 0;
            if (world.dice().chance(troubles.slowPermille())) {
                world.count(Fault.APPEND_SLOW);
                takes = world.dice().between(1_000, troubles.slowMicrosMax());
            }
            broker.after(takes, () -> {
                Logged known = appended.get(content);
                Logged record = known == null ? add(partition, content) : known;
                if (known == null && world.dice().chance(troubles.doubledPermille())) {
                    world.count(Fault.MESSAGE_DOUBLED);
                    add(partition, content);
                }
                if (world.dice().chance(troubles.ackLostPermille())) {
                    world.count(Fault.ACK_LOST);
                } else {
                    reply.with(record);
                }
            });
        });
    }

    private Logged add(int partition, Content content) {
        List<Logged> records = partitions.get(partition);
        Logged record = new Logged(partition, records.size(), now(), content);
        records.add(record);
        appended.putIfAbsent(content, record);
        world.trace("log", content.getClass().getSimpleName(), record.offset());
        watcher.appended(record);
        return record;
    }

    /// The records from an offset on.
    public CompletionStage<List<Logged>> fetch(VirtualProcess from, int partition, long offset, Duration deadline) {
        return network.call(from, broker, deadline.toNanos() / 1_000, reply -> {
            List<Logged> records = partitions.get(partition);
            reply.with(
                    offset >= records.size() ? List.of() : List.copyOf(records.subList((int) offset, records.size())));
        });
    }
}
