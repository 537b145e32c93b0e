package dev.cortado.bench.admission;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.cortado.contracts.signature.SignedMessages;
import dev.cortado.contracts.signature.Signer;
import dev.cortado.contracts.v1.AttemptToken;
import dev.cortado.contracts.v1.FinishReason;
import dev.cortado.contracts.v1.LeaseAmount;
import dev.cortado.contracts.v1.LeaseCharge;
import dev.cortado.contracts.v1.LimitUnit;
import dev.cortado.contracts.v1.Receipt;
import dev.cortado.contracts.v1.Routed;
import dev.cortado.contracts.v1.SettleRequest;

/// What a node signs for an attempt that cost half of what was held: for calls of the router without a node.
final class Receipts {

    private final Signer signer;

    Receipts(Signer signer) {
        this.signer = signer;
    }

    SettleRequest settle(Routed routed) {
        AttemptToken token = token(routed);
        Receipt.Builder receipt = begun(token)
                .setCostNanoUsd(routed.getHoldNanoUsd() / 2)
                .setFinishReason(FinishReason.FINISH_REASON_LENGTH);
        token.getHoldsList().forEach(held -> receipt.addCharges(charge(held, half(held))));
        return SettleRequest.newBuilder()
                .setReservationId(token.getReservationId())
                .setAttempt(token.getAttempt())
                .setReceipt(SignedMessages.sign(signer, receipt.build()))
                .build();
    }

    private static long half(LeaseAmount held) {
        return held.getUnit() == LimitUnit.LIMIT_UNIT_REQUESTS ? held.getAmount() : held.getAmount() / 2;
    }

    /// @throws IllegalStateException if the router signed what is no token
    static AttemptToken token(Routed routed) {
        try {
            return AttemptToken.parseFrom(routed.getToken().getPayload());
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("the router signed what is no token", e);
        }
    }

    /// Of this attempt, without what it came to.
    static Receipt.Builder begun(AttemptToken token) {
        return Receipt.newBuilder()
                .setReservationId(token.getReservationId())
                .setAttempt(token.getAttempt())
                .setNodeId(token.getNodeId())
                .setNodeIncarnation(token.getNodeIncarnation())
                .setPriceVersion(token.getPrices().getPriceVersion());
    }

    static LeaseCharge charge(LeaseAmount held, long charged) {
        return LeaseCharge.newBuilder()
                .setLeaseId(held.getLeaseId())
                .setCounterId(held.getCounterId())
                .setUnit(held.getUnit())
                .setHeld(held.getAmount())
                .setCharged(charged)
                .build();
    }
}
