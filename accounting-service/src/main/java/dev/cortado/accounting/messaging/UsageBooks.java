package dev.cortado.accounting.messaging;

import dev.cortado.accounting.posting.PostingBatch;
import dev.cortado.accounting.posting.PostingOutcome;
import dev.cortado.accounting.store.OperationsStore;
import dev.cortado.accounting.store.PostingStore;
import io.smallrye.mutiny.Uni;

/// The books, as the reading of the usage log needs them.
interface UsageBooks extends BatchPosting.Books {

    /// The offset of a partition that is to be posted next; 0 for a partition they never saw.
    Uni<Long> nextOffset(int partition);

    /// The partition's log was made anew, shorter than what was posted of it.
    ///
    /// @param next the offset that would have been posted next
    /// @return the offset that is
    Uni<Long> restartLog(int partition, long next);

    /// Tells the operator.
    Uni<Void> alarm(String subject, String message);

    static UsageBooks of(PostingStore posting, OperationsStore operations) {
        return new Stored(posting, operations);
    }

    /// Those of the database.
    record Stored(PostingStore posting, OperationsStore operations) implements UsageBooks {

        @Override
        public Uni<PostingOutcome> post(PostingBatch batch) {
            return posting.post(batch);
        }

        @Override
        public Uni<Long> nextOffset(int partition) {
            return posting.nextOffset(partition);
        }

        @Override
        public Uni<Long> restartLog(int partition, long next) {
            return operations.restartLog(partition, next);
        }

        @Override
        public Uni<Void> alarm(String subject, String message) {
            return operations.alarm(subject, message);
        }
    }
}
