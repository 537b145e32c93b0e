package dev.cortado.router.grpc;

import com.google.protobuf.ByteString;
import dev.cortado.contracts.signature.SignedMessages;
import dev.cortado.contracts.signature.Signer;
import dev.cortado.contracts.v1.AttemptToken;
import dev.cortado.contracts.v1.Signed;
import dev.cortado.router.route.Placement;

/// Signs the token of a placed attempt.
final class Tokens {

    private final Signer signer;
    private final String router;

    Tokens(Signer signer, String router) {
        this.signer = signer;
        this.router = router;
    }

    Signed sign(Placement placement) {
        AttemptToken.Builder token = AttemptToken.newBuilder()
                .setReservationId(placement.key().reservation().toString())
                .setAttempt(placement.key().attempt())
                .setNodeId(placement.option().node().id().value())
                .setNodeIncarnation(placement.option().node().incarnation().value())
                .setSessionId(placement.session().value())
                .setTenant(Wire.ofTenant(placement.tenant()))
                .setVariantId(placement.option().variant().id().value())
                .setPoolId(placement.option().node().pool().value())
                .setLane(dev.cortado.contracts.v1.Lane.LANE_REALTIME)
                .setPrices(Wire.ofPrices(placement.option().prices()))
                .setUsagePartition(placement.partition())
                .setStartBy(Wire.ofInstant(placement.times().startBy()))
                .setFinishBy(Wire.ofInstant(placement.times().finishBy()))
                .setPublishBy(Wire.ofInstant(placement.times().publishBy()))
                .setCompletionTokensMax(placement.completionWanted().count())
                .setMayShorten(placement.mayShorten())
                .putAllMetadata(placement.metadata())
                .setRouter(router);
        placement.rerunOf().ifPresent(first -> token.setRerunOf(first.toString()));
        placement
                .profile()
                .ifPresent(placed -> token.setProfileId(placed.profile().id())
                        .setProfileSha256(ByteString.copyFrom(placed.profile().sha256()))
                        .setProfileCovered(placed.covered()));
        placement.hedge().ifPresent(hedge -> token.setHedgeOf(hedge.of()).setHedgeCharged(hedge.charged()));
        placement.holds().forEach(held -> token.addHolds(Wire.ofHeld(held)));
        return SignedMessages.sign(signer, token.build());
    }
}
