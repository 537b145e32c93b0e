package dev.cortado.bench.simulation.party;

import dev.cortado.accounting.session.SessionRules;
import dev.cortado.bench.simulation.books.CorrectionFunctions;
import dev.cortado.bench.simulation.books.HedgeFunctions;
import dev.cortado.bench.simulation.books.LeaseFunctions;
import dev.cortado.bench.simulation.books.PathChangeFunctions;
import dev.cortado.bench.simulation.books.PostingFunctions;
import dev.cortado.bench.simulation.books.SessionFunctions;
import dev.cortado.bench.simulation.books.Tables;
import dev.cortado.inference.verify.AttemptGrant;
import dev.cortado.inference.verify.NodeIdentity;
import dev.cortado.router.accounting.Accounting;
import dev.cortado.router.hold.Hold;
import dev.cortado.router.hold.Holds;
import dev.cortado.router.route.Settling;
import dev.cortado.router.route.Word;
import dev.cortado.router.session.Sessions;
import java.util.Optional;
import java.util.OptionalLong;

/// The protocol where it can be broken on purpose: as it stands here it is sound, and each broken variant overrides
/// one thing.
public class Protocol {

    public SessionFunctions sessions(Tables tables, SessionRules rules) {
        return new SessionFunctions(tables, rules);
    }

    public LeaseFunctions leases(Tables tables) {
        return new LeaseFunctions(tables);
    }

    public PathChangeFunctions pathChanges(Tables tables) {
        return new PathChangeFunctions(tables);
    }

    public PostingFunctions posting(Tables tables) {
        return new PostingFunctions(tables);
    }

    public CorrectionFunctions corrections(Tables tables) {
        return new CorrectionFunctions(tables);
    }

    public HedgeFunctions hedges(Tables tables, CorrectionFunctions corrections) {
        return new HedgeFunctions(tables, corrections);
    }

    /// How a router speaks to accounting.
    public Accounting accounting(Accounting port, RouterClock clock) {
        return port;
    }

    /// What a router signs of what it placed.
    public AttemptGrant sign(AttemptGrant grant) {
        return grant;
    }

    /// What a node makes of a token that came to it.
    public AttemptGrant arrived(AttemptGrant grant, NodeIdentity self) {
        return grant;
    }

    /// What a router does with a node's word.
    ///
    /// @param open the hold if it is still open
    public void settle(Settling settling, Holds holds, Word word, Optional<Hold> open) {
        settling.settle(word);
    }

    /// Whether a router forgets the paths that it knows when it hears that they changed.
    public boolean forgetsPaths() {
        return true;
    }

    /// What a router does with the version of a change that it heard of.
    public void heard(Sessions sessions, long version) {
        sessions.heard(version);
    }

    /// Whether a gateway tries another node after an end that nobody knows.
    public boolean failsOver(boolean deltaDelivered) {
        return false;
    }

    /// Whether a gateway presents the same token to another node where the first is silent.
    public boolean presentsElsewhere() {
        return false;
    }

    /// Whether a gateway tells the router that the attempt which lost a race never ran.
    public boolean takesStoppedForUnused() {
        return false;
    }

    /// Where the poster goes on from, where it does not ask the books.
    public OptionalLong offsetApart(int partition) {
        return OptionalLong.empty();
    }

    /// Whether a batch that the books did not answer is posted again.
    public boolean retriesPosting() {
        return true;
    }

    /// A poster is about to post up to this offset.
    public void keepOffsetApart(int partition, long next) {}
}
