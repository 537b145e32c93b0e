package dev.cortado.bench.simulation;

import dev.cortado.bench.simulation.party.AccountingParty;
import dev.cortado.bench.simulation.party.ConsumerGroup;
import dev.cortado.bench.simulation.party.DatabaseHost;
import dev.cortado.bench.simulation.party.GatewayParty;
import dev.cortado.bench.simulation.party.LogHost;
import dev.cortado.bench.simulation.party.NodeParty;
import dev.cortado.bench.simulation.party.RouterParty;
import dev.cortado.bench.simulation.world.Network;
import dev.cortado.bench.simulation.world.World;
import java.util.List;

/// Everyone in a history.
record Parties(
        World world,
        Network network,
        LogHost log,
        DatabaseHost database,
        ConsumerGroup group,
        List<AccountingParty> accounting,
        List<RouterParty> routers,
        List<NodeParty> nodes,
        GatewayParty gateway) {}
