package dev.cortado.accounting.store;

import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.pgclient.PgConnection;
import io.vertx.pgclient.PgNotice;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;

/// Tells commits that the synchronous standby has from those that it may lack.
///
/// PostgreSQL ends a commit whose wait for the standby was cancelled as a success, with a warning beside it: it stands
/// here, and may be missing where the standby is promoted. The warning is known by the routine that gives it, since
/// its words follow the server's language.
final class Standby {

    private static final Logger LOG = Logger.getLogger(Standby.class);
    private static final String WAITING_ROUTINE = "SyncRepWaitForLSN";

    private final AtomicLong cancelled = new AtomicLong();

    /// Listens to what the server says on this connection until it goes back to the pool.
    Heard listen(SqlConnection connection) {
        Heard heard = new Heard();
        PgConnection.cast(connection.getDelegate()).noticeHandler(heard::notice);
        return heard;
    }

    /// How many waits were cancelled since the process began.
    long cancelledWaits() {
        return cancelled.get();
    }

    /// What the server said on one connection. Notices come before the answer that they go with.
    final class Heard {

        private final AtomicBoolean unsure = new AtomicBoolean();

        /// @throws CommitUnsure where a wait was cancelled
        void requireSure() {
            if (unsure.get()) {
                throw new CommitUnsure();
            }
        }

        private void notice(PgNotice notice) {
            if (WAITING_ROUTINE.equals(notice.getRoutine())) {
                unsure.set(true);
                cancelled.incrementAndGet();
                LOG.errorf("%s; what was committed is taken for failed", notice.getMessage());
            }
        }
    }

    /// What was to be committed is committed here, but the standby may lack it. The same call may succeed later.
    static final class CommitUnsure extends RuntimeException {
        private static final long serialVersionUID = 1;

        CommitUnsure() {
            super("the wait for the synchronous standby was cancelled: it may lack what was committed");
        }
    }
}
