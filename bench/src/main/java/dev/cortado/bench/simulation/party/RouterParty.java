package dev.cortado.bench.simulation.party;

import dev.cortado.bench.simulation.world.Network;
import dev.cortado.bench.simulation.world.VirtualProcess;
import dev.cortado.bench.simulation.world.World;
import dev.cortado.contracts.unit.LeaseId;
import dev.cortado.contracts.unit.SessionId;
import dev.cortado.inference.verify.NodeIdentity;
import dev.cortado.router.accounting.Asking;
import dev.cortado.router.decide.TenantRules;
import dev.cortado.router.hold.AttemptKey;
import dev.cortado.router.route.RouteOutcome;
import dev.cortado.router.route.RouteRequest;
import dev.cortado.router.route.Word;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// One router through its lives. Whatever reaches a life that has no such session or attempt is as nothing to it.
public final class RouterParty {

    /// Told of what a router decides.
    public interface Watcher {

        void placed(Permitted token);

        void refused(RouteRequest request, RouteOutcome outcome);
    }

    /// What a router lives among.
    public record Surroundings(
            World world,
            Network network,
            List<AccountingParty> accounting,
            LogHost log,
            Protocol protocol,
            TenantRules rules,
            Watcher watcher) {}

    private final VirtualProcess process;
    private final Surroundings around;
    private RouterLife life;

    public RouterParty(VirtualProcess process, Surroundings around) {
        this.process = process;
        this.around = around;
        this.life = new RouterLife(process, around);
    }

    public VirtualProcess process() {
        return process;
    }

    /// Begins a life, with an empty memory.
    public void start() {
        life = new RouterLife(process, around);
        life.start();
    }

    /// Stops cleanly: admits nothing more and drains the session.
    public void stop() {
        life.stop();
    }

    public int openHolds() {
        return process.isUp() ? life.openHolds() : 0;
    }

    void route(RouteRequest request, Network.Reply<Object> reply) {
        life.route(request, reply);
    }

    void reroute(RouteRequest request, AttemptKey failed, Optional<Word> word, Network.Reply<Object> reply) {
        life.reroute(request, failed, word, reply);
    }

    void hedge(RouteRequest request, AttemptKey running, Network.Reply<Object> reply) {
        life.hedge(request, running, reply);
    }

    void settle(Word word) {
        life.settle(word);
    }

    void unused(AttemptKey key) {
        life.unused(key);
    }

    void recall(SessionId session, Collection<LeaseId> leases, Asking asking) {
        life.recall(session, leases, asking);
    }

    void pathChanged(String node, long version) {
        life.pathChanged(node, version);
    }

    void reported(NodeIdentity node, int busySlots, int queueDepth, boolean metering) {
        life.reported(node, busySlots, queueDepth, metering);
    }
}
