package dev.cortado.gateway.admit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.cortado.contracts.unit.OrganisationId;
import dev.cortado.gateway.admit.Admission.Admitted;
import org.junit.jupiter.api.Test;

class ConcurrencyLimitTest {

    private static final OrganisationId A = new OrganisationId("a");
    private static final OrganisationId B = new OrganisationId("b");

    private final ConcurrencyLimit limit = new ConcurrencyLimit(3, 2);

    private Admission.Permit permit(OrganisationId organisation) {
        return assertInstanceOf(Admitted.class, limit.admit(organisation)).permit();
    }

    @Test
    void organisation_isBounded_withoutCrowdingOthersOut() {
        permit(A);
        permit(A);
        assertEquals(new Admission.OrganisationFull(2), limit.admit(A));
        permit(B);
        assertEquals(new Admission.GatewayFull(3), limit.admit(B));
        assertEquals(3, limit.running());
    }

    @Test
    void permit_releasedTwice_countsOnce() {
        Admission.Permit first = permit(A);
        permit(A);
        first.release();
        first.release();
        assertEquals(1, limit.running());
        permit(A);
        assertEquals(new Admission.OrganisationFull(2), limit.admit(A));
    }
}
