package dev.cortado.inference.verify;

import static dev.cortado.inference.verify.Grants.NODE;
import static dev.cortado.inference.verify.Grants.NOW;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.cortado.contracts.unit.NodeId;
import dev.cortado.contracts.unit.NodeIncarnation;
import java.util.List;
import org.junit.jupiter.api.Test;

class TokenVerifierTest {

    private final TokenVerifier verifier = new TokenVerifier(NODE, 2);

    @Test
    void verify_freshToken_isGoodOnce() {
        AttemptGrant grant = Grants.grant(List.of(), 10, true);
        assertInstanceOf(Verdict.Good.class, verifier.verify(grant, NOW));
        assertEquals(RefusalCause.TOKEN_USED, cause(verifier.verify(grant, NOW)));
    }

    @Test
    void verify_usedTokenAfterStartBy_isStillUsed() {
        AttemptGrant grant = Grants.grant(List.of(), 10, true);
        verifier.verify(grant, NOW);
        assertEquals(RefusalCause.TOKEN_USED, cause(verifier.verify(grant, NOW.plusSeconds(305))));
        assertEquals(RefusalCause.TOKEN_EXPIRED, cause(verifier.verify(grant, NOW.plusSeconds(307))));
    }

    @Test
    void verify_afterStartBy_isExpired() {
        AttemptGrant grant = Grants.grant(List.of(), 10, true);
        assertEquals(RefusalCause.TOKEN_EXPIRED, cause(verifier.verify(grant, NOW.plusSeconds(31))));
    }

    @Test
    void verify_otherNodeOrLife_isRefusedAndNotRemembered() {
        AttemptGrant grant = Grants.grant(List.of(), 10, true);
        NodeIdentity otherLife = new NodeIdentity(NODE.node(), new NodeIncarnation("life-2"));
        NodeIdentity otherNode = new NodeIdentity(new NodeId("node-2"), NODE.incarnation());
        assertEquals(RefusalCause.OTHER_INCARNATION, cause(verifier.verify(Grants.at(grant, otherLife), NOW)));
        assertEquals(RefusalCause.OTHER_INCARNATION, cause(verifier.verify(Grants.at(grant, otherNode), NOW)));
        assertInstanceOf(Verdict.Good.class, verifier.verify(grant, NOW));
    }

    @Test
    void verify_memoryFull_refusesRatherThanForget() {
        verifier.verify(Grants.grant(List.of(), 10, true), NOW);
        verifier.verify(Grants.grant(List.of(), 10, true), NOW);
        AttemptGrant third = Grants.grant(List.of(), 10, true);
        assertEquals(RefusalCause.QUEUE_FULL, cause(verifier.verify(third, NOW)));
    }

    @Test
    void verify_afterPublishBy_forgets() {
        verifier.verify(Grants.grant(List.of(), 10, true), NOW);
        assertEquals(1, verifier.remembered());
        verifier.verify(Grants.grant(List.of(), Grants.prices(), 10, true, NOW.plusSeconds(400)), NOW.plusSeconds(400));
        assertEquals(1, verifier.remembered());
    }

    private static RefusalCause cause(Verdict verdict) {
        return assertInstanceOf(Verdict.Bad.class, verdict).cause();
    }
}
