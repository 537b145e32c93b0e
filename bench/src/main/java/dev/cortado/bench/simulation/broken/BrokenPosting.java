package dev.cortado.bench.simulation.broken;

import dev.cortado.accounting.posting.PostingBatch;
import dev.cortado.accounting.posting.PostingOutcome;
import dev.cortado.accounting.posting.PostingRow;
import dev.cortado.bench.simulation.books.CounterRow;
import dev.cortado.bench.simulation.books.LeaseRow;
import dev.cortado.bench.simulation.books.PostingFunctions;
import dev.cortado.bench.simulation.books.SessionRow;
import dev.cortado.bench.simulation.books.Tables;
import dev.cortado.bench.simulation.party.Protocol;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;

/// What goes wrong where usage is posted.
final class BrokenPosting {

    private BrokenPosting() {}

    /// Usage of a session that is no longer live is taken for a stranger's.
    static final class EpochCheckedOnEvents extends Protocol {
        @Override
        public PostingFunctions posting(Tables tables) {
            return new PostingFunctions(tables) {
                @Override
                protected boolean isLate(PostingRow.Usage usage) {
                    SessionRow session = Objects.requireNonNull(
                            this.tables.session(usage.permission().session().value()));
                    return super.isLate(usage) || session.state() != SessionRow.State.LIVE;
                }
            };
        }
    }

    /// What comes after its time is charged as if it had come in time.
    static final class LateEventCharged extends Protocol {
        @Override
        public PostingFunctions posting(Tables tables) {
            return new PostingFunctions(tables) {
                @Override
                protected boolean isLate(PostingRow.Usage usage) {
                    return false;
                }
            };
        }
    }

    /// Spending is added to `committed`, in which what was leased for it stands already.
    static final class PostingRaisesCommitted extends Protocol {
        @Override
        public PostingFunctions posting(Tables tables) {
            return new PostingFunctions(tables) {
                @Override
                protected void post(Map<Long, Long> due) {
                    super.post(due);
                    due.forEach((id, charged) -> {
                        LeaseRow lease = Objects.requireNonNull(this.tables.lease(id));
                        CounterRow counter = lease.counter;
                        long committed = counter.committed() + charged;
                        counter.update(committed, counter.closedSpent(), counter.capWith(committed));
                    });
                }
            };
        }
    }

    /// The poster's place is kept in the broker and moved on before the books have answered.
    static final class OffsetsOutsideTheDatabase extends Protocol {
        private final Map<Integer, Long> kept = new HashMap<>();

        @Override
        public OptionalLong offsetApart(int partition) {
            Long offset = kept.get(partition);
            return offset == null ? OptionalLong.empty() : OptionalLong.of(offset);
        }

        @Override
        public void keepOffsetApart(int partition, long next) {
            kept.merge(partition, next, Math::max);
        }

        @Override
        public boolean retriesPosting() {
            return false;
        }

        @Override
        public PostingFunctions posting(Tables tables) {
            return new PostingFunctions(tables) {
                @Override
                public PostingOutcome post(PostingBatch batch) {
                    batch.stretches().forEach(stretch -> this.tables.offset(stretch.partition(), stretch.expected()));
                    return super.post(batch);
                }
            };
        }
    }
}
