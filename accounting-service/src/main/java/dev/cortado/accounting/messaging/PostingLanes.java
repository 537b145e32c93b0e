package dev.cortado.accounting.messaging;

import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/// What is posted beside each other. The partitions of the usage log share so many lanes; within a lane one batch goes
/// after the other.
///
/// A lane keeps only the future of the batch that entered last, which forgets what it waited for once it is done: a
/// chain of Unis would keep every record ever read.
final class PostingLanes {

    private static final Logger LOG = Logger.getLogger(PostingLanes.class);

    private final List<CompletableFuture<Void>> last = new ArrayList<>();

    PostingLanes(int count) {
        if (count < 1) {
            throw new IllegalArgumentException("at least one lane, not " + count);
        }
        for (int lane = 0; lane < count; lane++) {
            last.add(CompletableFuture.completedFuture(null));
        }
    }

    int of(int partition) {
        return partition % last.size();
    }

    /// Begins the work once what entered the lane before has ended, well or not.
    ///
    /// @return done when what entered before has ended
    Uni<Void> enter(int lane, Supplier<Uni<Void>> work) {
        CompletableFuture<Void> ours = new CompletableFuture<>();
        CompletableFuture<Void> before;
        synchronized (last) {
            before = last.set(lane, ours);
        }
        Uni.createFrom()
                .completionStage(before)
                .flatMap(done -> work.get())
                .subscribe()
                .with(done -> ours.complete(null), failure -> {
                    LOG.error("a batch of the usage log is fetched again", failure);
                    ours.complete(null);
                });
        return Uni.createFrom().completionStage(before);
    }
}
