package dev.cortado.bench.simulation.world;

import dev.cortado.bench.simulation.world.EventQueue.Event;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Virtual time: events run one after the other, each at its moment. Whatever happens is folded into a hash, so that
/// two runs of one seed can be told to be the same.
public final class World {

    /// What goes on in a history, for people.
    public interface Teller {
        void tell(Instant at, String who, String what, long value);
    }

    /// Any life of the process will do.
    static final int ANY_LIFE = -1;

    private final EventQueue events = new EventQueue();
    private final List<VirtualProcess> processes = new ArrayList<>();
    private final Map<Fault, Integer> faults = new EnumMap<>(Fault.class);
    private final Map<AdministrativeChange, Integer> changes = new EnumMap<>(AdministrativeChange.class);
    private final Dice dice;
    private final Instant start;
    private final long startMicros;
    private final @Nullable Teller teller;
    private long now;
    private long numbers;
    private long steps;
    private long hash = 17;

    public World(Dice dice, Instant start, @Nullable Teller teller) {
        this.dice = dice;
        this.start = start;
        this.startMicros = ChronoUnit.MICROS.between(Instant.EPOCH, start);
        this.teller = teller;
    }

    public Dice dice() {
        return dice;
    }

    public VirtualProcess process(String name) {
        VirtualProcess process = new VirtualProcess(this, name, processes.size());
        processes.add(process);
        return process;
    }

    public long nowMicros() {
        return now;
    }

    public Instant trueTime() {
        return start.plusNanos(now * 1_000);
    }

    /// True time as microseconds since 1970.
    long trueMicros() {
        return startMicros + now;
    }

    public long steps() {
        return steps;
    }

    /// Of everything that happened until now.
    public long hash() {
        return hash;
    }

    public Map<Fault, Integer> faults() {
        return faults;
    }

    public void count(Fault fault) {
        faults.merge(fault, 1, Integer::sum);
    }

    public Map<AdministrativeChange, Integer> changes() {
        return changes;
    }

    /// An administrator's change is in the books.
    ///
    /// @param version of the configuration, by which routers hear of it
    public void count(AdministrativeChange change, long version) {
        changes.merge(change, 1, Integer::sum);
        trace("administrator", change.name(), version);
    }

    /// Something happened that a replay must repeat.
    public void trace(String who, String what, long value) {
        hash = hash * 31 + now;
        hash = hash * 31 + who.hashCode();
        hash = hash * 31 + what.hashCode();
        hash = hash * 31 + value;
        if (teller != null) {
            teller.tell(trueTime(), who, what, value);
        }
    }

    /// The same, for people only; nobody makes up the words unless somebody listens.
    public void tell(String who, Supplier<String> what) {
        if (teller != null) {
            teller.tell(trueTime(), who, what.get(), 0);
        }
    }

    Runnable schedule(VirtualProcess process, int life, long micros, Runnable action) {
        Event event = new Event(now + Math.max(0, micros), numbers++, process, life, action);
        events.add(event);
        return () -> event.cancelled = true;
    }

    /// Runs the next event at most at this time.
    ///
    /// @return false if there is none
    public boolean step(long until) {
        while (true) {
            Event event = events.peek();
            if (event == null || event.at > until) {
                now = Math.max(now, until);
                return false;
            }
            events.remove();
            now = Math.max(now, event.at);
            if (event.cancelled
                    || !event.process.isUp()
                    || (event.life != ANY_LIFE && event.life != event.process.life())) {
                continue;
            }
            if (event.process.isPaused()) {
                events.add(
                        new Event(event.process.pausedUntil(), event.number, event.process, event.life, event.action));
                continue;
            }
            steps++;
            hash = hash * 31 + event.at;
            hash = hash * 31 + event.process.index();
            event.action.run();
            return true;
        }
    }
}
