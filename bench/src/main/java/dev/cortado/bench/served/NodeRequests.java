package dev.cortado.bench.served;

import com.google.protobuf.Timestamp;
import dev.cortado.contracts.signature.SignedMessages;
import dev.cortado.contracts.signature.Signer;
import dev.cortado.contracts.unit.ReservationId;
import dev.cortado.contracts.v1.AttemptToken;
import dev.cortado.contracts.v1.ChatMessage;
import dev.cortado.contracts.v1.GenerateRequest;
import dev.cortado.contracts.v1.Lane;
import dev.cortado.contracts.v1.MessagePart;
import dev.cortado.contracts.v1.NodeReport;
import dev.cortado.contracts.v1.SamplingOptions;
import dev.cortado.contracts.v1.TenantPath;
import dev.cortado.contracts.v1.TokenPrices;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/// Requests for one node, with tokens signed as a router signs them. They hold nothing of any lease, since no
/// accounting runs beside.
public final class NodeRequests {

    private static final Duration VALID = Duration.ofMinutes(5);

    private final Signer signer;
    private final NodeReport node;
    private final TokenPrices prices;

    /// @param node as it reported itself
    public NodeRequests(Signer signer, NodeReport node, TokenPrices prices) {
        this.signer = signer;
        this.node = node;
        this.prices = prices;
    }

    /// A request, to be completed, and the reservation that its token names.
    public record Opened(String reservation, GenerateRequest.Builder request) {}

    /// A greedy completion for an organisation that never asked before, so that nothing it could reuse lies there.
    public GenerateRequest greedy(String variant, String text, int completionTokens) {
        return open(variant, UUID.randomUUID().toString(), text, completionTokens)
                .request()
                .setSampling(SamplingOptions.newBuilder().setTemperature(0))
                .build();
    }

    public Opened open(String variant, String organisation, String text, int completionTokens) {
        AttemptToken token = token(variant, organisation, completionTokens);
        return new Opened(
                token.getReservationId(),
                GenerateRequest.newBuilder()
                        .setToken(SignedMessages.sign(signer, token))
                        .addMessages(ChatMessage.newBuilder()
                                .setRole("user")
                                .addParts(MessagePart.newBuilder().setText(text)))
                        .setRequestId("bench"));
    }

    private AttemptToken token(String variant, String organisation, int completionTokens) {
        Instant now = Instant.now();
        Timestamp latest = Timestamp.newBuilder()
                .setSeconds(now.plus(VALID).getEpochSecond())
                .build();
        return AttemptToken.newBuilder()
                .setReservationId(ReservationId.at(now).toString())
                .setAttempt(1)
                .setNodeId(node.getNodeId())
                .setNodeIncarnation(node.getNodeIncarnation())
                .setSessionId(1)
                .setTenant(TenantPath.newBuilder().setOrganisationId(organisation))
                .setVariantId(variant)
                .setPoolId(node.getPoolId())
                .setLane(Lane.LANE_REALTIME)
                .setPrices(prices)
                .setStartBy(latest)
                .setFinishBy(latest)
                .setPublishBy(latest)
                .setCompletionTokensMax(completionTokens)
                .setRouter("bench")
                .build();
    }
}
