package dev.cortado.bench.simulation.party;

import dev.cortado.bench.simulation.world.VirtualProcess;
import java.util.List;

/// Which instance of accounting posts which partition. A member that is not heard loses its partitions; one that was
/// only paused goes on for a moment as if it still had them.
public final class ConsumerGroup {

    private final VirtualProcess[] owner;

    public ConsumerGroup(int partitions, List<VirtualProcess> members) {
        owner = new VirtualProcess[partitions];
        for (int i = 0; i < partitions; i++) {
            owner[i] = members.get(i % members.size());
        }
    }

    boolean isAssigned(int partition, VirtualProcess member) {
        return owner[partition] == member;
    }

    public void assign(int partition, VirtualProcess member) {
        owner[partition] = member;
    }

    public int partitions() {
        return owner.length;
    }
}
