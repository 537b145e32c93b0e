package dev.cortado.bench.simulation.books;

import dev.cortado.accounting.session.SessionClass;
import java.time.Instant;

/// A row of `session`: one life of one router process.
public final class SessionRow {

    /// Where a session stands in its life.
    public enum State {
        LIVE,
        DRAINING,
        FENCED,
        CLOSED
    }

    public final long id;
    public final String router;
    public final SessionClass sessionClass;
    private State state = State.LIVE;
    private Instant admitUntil;
    private Instant voidBy;
    private long acknowledgedVersion;

    SessionRow(long id, String router, SessionClass sessionClass, Instant admitUntil, Instant voidBy) {
        this.id = id;
        this.router = router;
        this.sessionClass = sessionClass;
        this.admitUntil = admitUntil;
        this.voidBy = voidBy;
    }

    public State state() {
        return state;
    }

    public void become(State next) {
        state = next;
    }

    public Instant admitUntil() {
        return admitUntil;
    }

    public Instant voidBy() {
        return voidBy;
    }

    public long acknowledgedVersion() {
        return acknowledgedVersion;
    }

    void extend(Instant newAdmitUntil, Instant newVoidBy, long acknowledged) {
        admitUntil = newAdmitUntil;
        voidBy = newVoidBy.isAfter(voidBy) ? newVoidBy : voidBy;
        acknowledgedVersion = Math.max(acknowledgedVersion, acknowledged);
        if (admitUntil.isAfter(voidBy)) {
            throw new ConstraintBroken("session_check", "admit_until after void_by");
        }
    }
}
