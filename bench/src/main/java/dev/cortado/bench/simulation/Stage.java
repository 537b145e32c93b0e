package dev.cortado.bench.simulation;

import dev.cortado.bench.simulation.books.Books;
import dev.cortado.bench.simulation.books.CorrectionFunctions;
import dev.cortado.bench.simulation.books.ModelBooks;
import dev.cortado.bench.simulation.books.PathQueries;
import dev.cortado.bench.simulation.books.Tables;
import dev.cortado.bench.simulation.check.Invariants;
import dev.cortado.bench.simulation.check.PathTruth;
import dev.cortado.bench.simulation.check.Truth;
import dev.cortado.bench.simulation.party.AccountingParty;
import dev.cortado.bench.simulation.party.ConsumerGroup;
import dev.cortado.bench.simulation.party.DatabaseHost;
import dev.cortado.bench.simulation.party.GatewayParty;
import dev.cortado.bench.simulation.party.LogHost;
import dev.cortado.bench.simulation.party.NodeParty;
import dev.cortado.bench.simulation.party.Protocol;
import dev.cortado.bench.simulation.party.RouterParty;
import dev.cortado.bench.simulation.party.Settings;
import dev.cortado.bench.simulation.world.Network;
import dev.cortado.bench.simulation.world.VirtualProcess;
import dev.cortado.bench.simulation.world.World;
import java.util.ArrayList;
import java.util.List;

/// Two routers, two nodes, two instances of accounting, a gateway, a broker and a database, wired together.
final class Stage {

    private static final int EACH = 2;

    final Tables tables = new Tables(1);
    final Truth truth = new Truth();
    final PathTruth paths = new PathTruth();
    final Parties parties;
    final Invariants invariants;

    Stage(World world, Plan plan, Protocol protocol, BooksMaking making, RouterParty.Watcher watcher) {
        plan.limits()
                .forEach(limit -> tables.addLimit(
                        limit.node(), limit.unit(), limit.kind(), limit.zone(), limit.hard(), limit.cap()));
        Network network = new Network(world);
        LogHost log = new LogHost(world, network, plan.partitions(), truth::logged);
        invariants = new Invariants(tables, truth, log::nowMillis);
        CorrectionFunctions corrections = protocol.corrections(tables);
        Books model = new ModelBooks(
                protocol.sessions(tables, Settings.SESSIONS),
                protocol.leases(tables),
                protocol.posting(tables),
                new PathQueries(tables, plan.windowAhead()),
                protocol.pathChanges(tables),
                corrections,
                protocol.hedges(tables, corrections));
        Books books = making.of(model, tables, plan);
        DatabaseHost database = new DatabaseHost(world, network, books);

        List<VirtualProcess> processes = new ArrayList<>();
        for (int i = 1; i <= EACH; i++) {
            processes.add(world.process("accounting-" + i));
        }
        ConsumerGroup group = new ConsumerGroup(plan.partitions(), processes);
        List<AccountingParty> accounting = processes.stream()
                .map(process -> new AccountingParty(world, truth, network, process, database, log, group, protocol))
                .toList();
        RouterParty.Surroundings around =
                new RouterParty.Surroundings(world, network, accounting, log, protocol, plan.rules(), watcher);
        List<RouterParty> routers = new ArrayList<>();
        for (int i = 1; i <= EACH; i++) {
            routers.add(new RouterParty(world.process("router-" + i), around));
        }
        accounting.forEach(each -> routers.forEach(each::watchedBy));
        List<NodeParty> nodes = new ArrayList<>();
        for (int i = 1; i <= EACH; i++) {
            nodes.add(new NodeParty(world, network, world.process("node-" + i), log, truth, protocol, routers));
        }
        GatewayParty gateway =
                new GatewayParty(world, network, world.process("gateway"), truth, protocol, routers, nodes);
        parties = new Parties(world, network, log, database, group, accounting, routers, nodes, gateway);
    }

    void begin() {
        parties.accounting().forEach(AccountingParty::start);
        parties.routers().forEach(RouterParty::start);
        parties.nodes().forEach(NodeParty::start);
    }
}
