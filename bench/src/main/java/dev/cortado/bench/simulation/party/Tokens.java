package dev.cortado.bench.simulation.party;

import dev.cortado.accounting.posting.Permission;
import dev.cortado.accounting.pricing.Lane;
import dev.cortado.contracts.unit.KeyId;
import dev.cortado.inference.verify.AttemptGrant;
import dev.cortado.inference.verify.AttemptId;
import dev.cortado.inference.verify.AttemptTimes;
import dev.cortado.inference.verify.CompletionWish;
import dev.cortado.inference.verify.Hold;
import dev.cortado.inference.verify.LimitKind;
import dev.cortado.inference.verify.NodeIdentity;
import dev.cortado.inference.verify.SignedToken;
import dev.cortado.inference.verify.UsageAddress;
import dev.cortado.router.hold.HeldAmount;
import dev.cortado.router.route.Placement;
import dev.cortado.router.tenant.Bearer;
import dev.cortado.router.tenant.LimitUnit;
import dev.cortado.router.tenant.Tenant;
import java.util.Map;
import java.util.Optional;

/// What a token says, from the router's words to the node's and to accounting's. The messages and signatures between
/// them have tests of their own; a history takes them as given.
final class Tokens {

    private static final SignedToken NO_BYTES = new SignedToken(new byte[0]);

    private Tokens() {}

    static AttemptGrant grant(Placement placement) {
        return new AttemptGrant(
                new AttemptId(placement.key().reservation(), placement.key().attempt()),
                new NodeIdentity(
                        placement.option().node().id(),
                        placement.option().node().incarnation()),
                placement.option().variant().id(),
                placement.holds().stream().map(Tokens::hold).toList(),
                placement.option().prices(),
                new CompletionWish(placement.completionWanted(), placement.mayShorten()),
                new AttemptTimes(
                        placement.times().startBy(),
                        placement.times().finishBy(),
                        placement.times().publishBy()),
                new UsageAddress(
                        placement.partition(), placement.tenant().organisation().value()),
                NO_BYTES);
    }

    private static Hold hold(HeldAmount held) {
        return new Hold(held.lease(), held.counter(), kind(held.unit()), held.amount());
    }

    private static LimitKind kind(LimitUnit unit) {
        return switch (unit) {
            case NANO_USD -> LimitKind.NANO_USD;
            case TOKENS -> LimitKind.TOKENS;
            case REQUESTS -> LimitKind.REQUESTS;
        };
    }

    /// @param grant as the node had it, since that is what stands in its event
    static Permission permission(Placement placement, AttemptGrant grant) {
        Permission permission = new Permission(
                grant.id().reservation(),
                grant.id().attempt(),
                placement.session(),
                grant.holds().stream().map(Tokens::hold).toList(),
                path(placement.tenant()),
                grant.variant(),
                placement.option().node().pool().value(),
                Lane.REALTIME,
                grant.prices(),
                grant.usage().partition(),
                grant.times().publishBy(),
                Map.of());
        return placement
                .hedge()
                .filter(hedge -> !hedge.charged())
                .map(hedge -> permission.hedging(hedge.of()))
                .orElse(permission);
    }

    static dev.cortado.accounting.posting.Hold hold(Hold hold) {
        return new dev.cortado.accounting.posting.Hold(
                hold.lease(),
                hold.counter(),
                switch (hold.kind()) {
                    case NANO_USD -> dev.cortado.accounting.path.LimitUnit.NANO_USD;
                    case TOKENS -> dev.cortado.accounting.path.LimitUnit.TOKENS;
                    case REQUESTS -> dev.cortado.accounting.path.LimitUnit.REQUESTS;
                },
                hold.amount());
    }

    static dev.cortado.accounting.path.TenantPath path(Tenant tenant) {
        Optional<KeyId> key = tenant.bearer() instanceof Bearer.ByKey(KeyId id) ? Optional.of(id) : Optional.empty();
        return new dev.cortado.accounting.path.TenantPath(
                tenant.organisation(), tenant.team(), tenant.project(), key, "");
    }
}
