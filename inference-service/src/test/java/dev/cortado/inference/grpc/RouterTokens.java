package dev.cortado.inference.grpc;

import com.google.protobuf.Timestamp;
import dev.cortado.contracts.signature.SignedMessages;
import dev.cortado.contracts.signature.Signer;
import dev.cortado.contracts.unit.ReservationId;
import dev.cortado.contracts.v1.AttemptToken;
import dev.cortado.contracts.v1.ChatMessage;
import dev.cortado.contracts.v1.GenerateRequest;
import dev.cortado.contracts.v1.Lane;
import dev.cortado.contracts.v1.LeaseAmount;
import dev.cortado.contracts.v1.LimitUnit;
import dev.cortado.contracts.v1.MessagePart;
import dev.cortado.contracts.v1.NodeReport;
import dev.cortado.contracts.v1.SamplingOptions;
import dev.cortado.contracts.v1.TenantPath;
import dev.cortado.contracts.v1.TokenPrices;
import java.time.Instant;

/// Signs tokens as a router would.
public final class RouterTokens {

    private final Signer signer;

    public RouterTokens(Signer signer) {
        this.signer = signer;
    }

    /// A token for the node that sent the report, with plenty of money and time.
    public static AttemptToken.Builder token(NodeReport node, String variant, long completionMax) {
        Instant now = Instant.now();
        return AttemptToken.newBuilder()
                .setReservationId(ReservationId.at(now).toString())
                .setAttempt(1)
                .setNodeId(node.getNodeId())
                .setNodeIncarnation(node.getNodeIncarnation())
                .setSessionId(1)
                .addHolds(LeaseAmount.newBuilder()
                        .setLeaseId(1)
                        .setCounterId(1)
                        .setUnit(LimitUnit.LIMIT_UNIT_NANO_USD)
                        .setAmount(1_000_000_000))
                .setTenant(TenantPath.newBuilder().setOrganisationId("org-demo"))
                .setVariantId(variant)
                .setPoolId(node.getPoolId())
                .setLane(Lane.LANE_REALTIME)
                .setPrices(TokenPrices.newBuilder()
                        .setPriceVersion("demo-1")
                        .setPromptPicoUsd(20_000)
                        .setCachedPromptPicoUsd(20_000)
                        .setCompletionPicoUsd(80_000))
                .setStartBy(timestamp(now.plusSeconds(30)))
                .setFinishBy(timestamp(now.plusSeconds(300)))
                .setPublishBy(timestamp(now.plusSeconds(306)))
                .setCompletionTokensMax(completionMax)
                .setMayShorten(true)
                .setRouter("router-1");
    }

    /// A greedy request with one user message.
    public GenerateRequest.Builder request(AttemptToken.Builder token, String question) {
        return GenerateRequest.newBuilder()
                .setToken(SignedMessages.sign(signer, token.build()))
                .addMessages(ChatMessage.newBuilder()
                        .setRole("user")
                        .addParts(MessagePart.newBuilder().setText(question)))
                .setSampling(SamplingOptions.newBuilder().setTemperature(0));
    }

    public static Timestamp timestamp(Instant time) {
        return Timestamp.newBuilder()
                .setSeconds(time.getEpochSecond())
                .setNanos(time.getNano())
                .build();
    }
}
