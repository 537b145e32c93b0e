package dev.cortado.bench.simulation.party;

import dev.cortado.bench.simulation.world.VirtualProcess;
import dev.cortado.router.route.Settling;
import dev.cortado.router.route.Word;

/// A router's reading of the usage log, from where it ended when this life began.
final class RouterLogReader {

    private final VirtualProcess process;
    private final LogHost log;
    private final Settling settling;
    private final long[] next;

    RouterLogReader(VirtualProcess process, LogHost log, Settling settling) {
        this.process = process;
        this.log = log;
        this.settling = settling;
        this.next = new long[log.partitions()];
    }

    void start() {
        for (int partition = 0; partition < next.length; partition++) {
            next[partition] = log.end(partition);
            poll(partition);
        }
    }

    private void poll(int partition) {
        log.fetch(process, partition, next[partition], Settings.FETCH).whenComplete((records, failure) -> {
            if (failure == null) {
                records.forEach(this::read);
            }
            process.after(Settings.micros(Settings.POLL_EVERY), () -> poll(partition));
        });
    }

    private void read(LogHost.Logged record) {
        if (record.offset() != next[record.partition()]) {
            return;
        }
        next[record.partition()]++;
        switch (record.content()) {
            case LogHost.Usage event -> {
                Word.Receipt receipt = Meterings.receipt(event);
                settling.used(receipt, Meterings.decision(event, receipt), record.appendedAt());
            }
            case LogHost.Tick _ -> settling.ticked(record.partition(), record.appendedAt());
            case LogHost.Fence _, LogHost.Abandoned _ -> {}
        }
    }
}
