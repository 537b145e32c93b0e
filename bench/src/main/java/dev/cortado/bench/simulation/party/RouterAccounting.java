package dev.cortado.bench.simulation.party;

import dev.cortado.bench.simulation.world.Network;
import dev.cortado.bench.simulation.world.VirtualProcess;
import dev.cortado.contracts.unit.SessionId;
import dev.cortado.router.accounting.Accounting;
import dev.cortado.router.accounting.Beat;
import dev.cortado.router.accounting.LeaseAnswer;
import dev.cortado.router.accounting.LeaseMessage;
import dev.cortado.router.accounting.Registered;
import dev.cortado.router.accounting.SessionClass;
import dev.cortado.router.tenant.PathAnswer;
import dev.cortado.router.tenant.Tenant;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;

/// A router's way to accounting: to one of its instances, and to another one after a failure.
final class RouterAccounting implements Accounting {

    private final Network network;
    private final VirtualProcess router;
    private final List<AccountingParty> instances;
    private int present;

    RouterAccounting(Network network, VirtualProcess router, List<AccountingParty> instances, int first) {
        this.network = network;
        this.router = router;
        this.instances = instances;
        this.present = first;
    }

    @Override
    public CompletionStage<Registered> register(String name, SessionClass sessionClass) {
        return call(
                        Settings.SESSION_CALL,
                        (AccountingParty accounting, Network.Reply<FromAccounting.Session> reply) ->
                                accounting.register(name, sessionClass, reply))
                .thenApply(FromAccounting::registered);
    }

    @Override
    public CompletionStage<Beat> heartbeat(SessionId session, long seq, long acknowledgedVersion, Instant routerNow) {
        return call(
                        Settings.SESSION_CALL,
                        (AccountingParty accounting, Network.Reply<dev.cortado.accounting.session.Heartbeat> reply) ->
                                accounting.heartbeat(session, acknowledgedVersion, reply))
                .thenApply(FromAccounting::beat);
    }

    @Override
    public CompletionStage<LeaseAnswer> lease(LeaseMessage message) {
        return call(
                        Settings.LEASE_CALL,
                        (AccountingParty accounting, Network.Reply<dev.cortado.accounting.lease.LeaseAnswer> reply) ->
                                accounting.order(message, reply))
                .thenApply(FromAccounting::lease);
    }

    @Override
    public CompletionStage<PathAnswer> path(Tenant tenant) {
        return call(
                        Settings.SESSION_CALL,
                        (AccountingParty accounting, Network.Reply<dev.cortado.accounting.path.PathAnswer> reply) ->
                                accounting.path(Tokens.path(tenant), reply))
                .thenApply(FromAccounting::path);
    }

    @Override
    public CompletionStage<Void> drain(SessionId session) {
        return call(
                        Settings.SESSION_CALL,
                        (AccountingParty accounting, Network.Reply<Boolean> reply) -> accounting.drain(session, reply))
                .thenAccept(_ -> {});
    }

    private <T> CompletionStage<T> call(Duration deadline, BiConsumer<AccountingParty, Network.Reply<T>> serve) {
        AccountingParty accounting = instances.get(present);
        return network.<T>call(
                        router,
                        accounting.process(),
                        Settings.micros(deadline),
                        reply -> serve.accept(accounting, reply))
                .whenComplete((_, failure) -> {
                    if (failure != null) {
                        present = (present + 1) % instances.size();
                    }
                });
    }
}
