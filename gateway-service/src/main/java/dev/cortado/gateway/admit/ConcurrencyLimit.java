package dev.cortado.gateway.admit;

import dev.cortado.contracts.unit.OrganisationId;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/// Counts the requests that run, in this process and for each organisation. Safe for use by several threads.
public final class ConcurrencyLimit {

    private final int processMax;
    private final int organisationMax;
    private final AtomicInteger running = new AtomicInteger();
    private final ConcurrentMap<OrganisationId, Integer> runningByOrganisation = new ConcurrentHashMap<>();

    public ConcurrencyLimit(int processMax, int organisationMax) {
        this.processMax = processMax;
        this.organisationMax = organisationMax;
    }

    public Admission admit(OrganisationId organisation) {
        if (running.incrementAndGet() > processMax) {
            running.decrementAndGet();
            return new Admission.GatewayFull(processMax);
        }
        int own = runningByOrganisation.merge(organisation, 1, Integer::sum);
        if (own > organisationMax) {
            leave(organisation);
            return new Admission.OrganisationFull(organisationMax);
        }
        AtomicBoolean released = new AtomicBoolean();
        return new Admission.Admitted(() -> {
            if (released.compareAndSet(false, true)) {
                leave(organisation);
            }
        });
    }

    /// Requests that hold a permit now.
    public int running() {
        return running.get();
    }

    private void leave(OrganisationId organisation) {
        running.decrementAndGet();
        runningByOrganisation.computeIfPresent(organisation, (id, count) -> count == 1 ? null : count - 1);
    }
}
