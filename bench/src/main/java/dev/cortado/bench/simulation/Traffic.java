package dev.cortado.bench.simulation;

import dev.cortado.bench.simulation.books.Tables;
import dev.cortado.bench.simulation.books.UsageKey;
import dev.cortado.bench.simulation.books.UsageRow;
import dev.cortado.bench.simulation.party.Catalogues;
import dev.cortado.bench.simulation.party.GatewayParty;
import dev.cortado.bench.simulation.world.Dice;
import dev.cortado.bench.simulation.world.VirtualProcess;
import dev.cortado.contracts.unit.TokenCount;
import dev.cortado.router.catalogue.Catalogue;
import dev.cortado.router.catalogue.Lane;
import dev.cortado.router.decide.Wishes;
import dev.cortado.router.route.RouteRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What clients ask in a history, and what is refunded of it.
final class Traffic {

    private static final long BEGIN_MICROS = 400_000;
    private static final List<String> MODELS = List.of(Catalogue.AUTO, "small", "large");

    private final Parties parties;
    private final Plan plan;
    private final Dice dice;

    Traffic(Parties parties, Plan plan) {
        this.parties = parties;
        this.plan = plan;
        this.dice = parties.world().dice();
    }

    void begin(Tables tables) {
        VirtualProcess clients = parties.log().process();
        for (int i = 0; i < plan.requests(); i++) {
            long at = dice.between(BEGIN_MICROS, plan.activeMicros());
            for (int burst = dice.chance(250) ? dice.between(2, 5) : 1; burst > 0; burst--) {
                clients.after(at, this::ask);
            }
        }
        for (int i = plan.refunds(); i > 0; i--) {
            clients.after(dice.between(plan.activeMicros() / 3, plan.activeMicros()), () -> refund(tables));
        }
    }

    /// Some charge is partly given back, now and then all of it.
    private void refund(Tables tables) {
        List<UsageRow> charged = new ArrayList<>();
        tables.usage().forEach(row -> {
            if (row.charge() > 0) {
                charged.add(row);
            }
        });
        var accounting = dice.any(parties.accounting());
        if (!charged.isEmpty() && accounting.process().isUp()) {
            UsageRow row = dice.any(charged);
            long amount = dice.chance(300) ? row.charge() : dice.between(1, row.charge());
            accounting.refund(UsageKey.of(row.usage()), amount);
        }
    }

    private void ask() {
        long bytes = dice.between(20L, 400L);
        long most = bytes + Catalogues.TEMPLATE_FIXED + Catalogues.TEMPLATE_PER_MESSAGE;
        int promptTokens = (int) dice.between(most / 4, most);
        Wishes wishes = new Wishes(
                dice.any(MODELS),
                Lane.REALTIME,
                bytes,
                1,
                TokenCount.of(dice.between(1L, 250L)),
                dice.chance(400),
                null,
                null,
                null,
                Set.of());
        if (parties.gateway().process().isUp()) {
            RouteRequest request = new RouteRequest(dice.any(plan.tenants()), wishes, "", Map.of());
            parties.gateway()
                    .ask(new GatewayParty.Client(request, promptTokens, plan.leavesPermille(), plan.hedgesPermille()));
        }
    }
}
