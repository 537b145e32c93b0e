package dev.cortado.inference.grpc;

import com.google.protobuf.Timestamp;
import dev.cortado.contracts.signature.SignedMessages;
import dev.cortado.contracts.signature.Signer;
import dev.cortado.contracts.unit.CounterId;
import dev.cortado.contracts.unit.LeaseId;
import dev.cortado.contracts.unit.NodeId;
import dev.cortado.contracts.unit.NodeIncarnation;
import dev.cortado.contracts.unit.PicoUsdPerToken;
import dev.cortado.contracts.unit.PriceVersion;
import dev.cortado.contracts.unit.ReservationId;
import dev.cortado.contracts.unit.TokenCount;
import dev.cortado.contracts.unit.TokenPriceList;
import dev.cortado.contracts.unit.VariantId;
import dev.cortado.contracts.v1.AttemptToken;
import dev.cortado.contracts.v1.LeaseAmount;
import dev.cortado.contracts.v1.Signed;
import dev.cortado.contracts.v1.TokenPrices;
import dev.cortado.inference.verify.AttemptGrant;
import dev.cortado.inference.verify.AttemptId;
import dev.cortado.inference.verify.AttemptTimes;
import dev.cortado.inference.verify.CarriedProfile;
import dev.cortado.inference.verify.CompletionWish;
import dev.cortado.inference.verify.Hold;
import dev.cortado.inference.verify.LimitKind;
import dev.cortado.inference.verify.NodeIdentity;
import dev.cortado.inference.verify.SignedToken;
import dev.cortado.inference.verify.UsageAddress;
import java.time.Instant;
import java.util.HexFormat;
import java.util.OptionalLong;

/// Opens a router's token: checks the signature and reads it into a grant.
final class TokenReader {

    private final Signer signer;

    TokenReader(Signer signer) {
        this.signer = signer;
    }

    /// What a signed token is.
    sealed interface Reading {}

    record Genuine(AttemptGrant grant) implements Reading {}

    record NotGenuine(String message) implements Reading {}

    Reading read(Signed signed) {
        return SignedMessages.open(signer, signed, AttemptToken.getDefaultInstance())
                .map(token -> understood(token, signed))
                .orElseGet(() -> new NotGenuine("the token's signature is not valid"));
    }

    private static Reading understood(AttemptToken token, Signed signed) {
        try {
            return new Genuine(grant(token, signed));
        } catch (IllegalArgumentException e) {
            return new NotGenuine("the token is signed but not understood: " + e.getMessage());
        }
    }

    private static AttemptGrant grant(AttemptToken token, Signed signed) {
        return new AttemptGrant(
                new AttemptId(ReservationId.parse(token.getReservationId()), token.getAttempt()),
                new NodeIdentity(new NodeId(token.getNodeId()), new NodeIncarnation(token.getNodeIncarnation())),
                new VariantId(token.getVariantId()),
                token.getHoldsList().stream().map(TokenReader::hold).toList(),
                prices(token.getPrices()),
                new CompletionWish(TokenCount.of(token.getCompletionTokensMax()), token.getMayShorten()),
                new AttemptTimes(
                        instant(token.getStartBy()), instant(token.getFinishBy()), instant(token.getPublishBy())),
                new UsageAddress(token.getUsagePartition(), token.getTenant().getOrganisationId()),
                new SignedToken(signed.toByteArray()),
                profile(token));
    }

    private static CarriedProfile profile(AttemptToken token) {
        return token.getProfileId().isEmpty()
                ? CarriedProfile.NONE
                : new CarriedProfile(
                        token.getProfileId(),
                        HexFormat.of().formatHex(token.getProfileSha256().toByteArray()),
                        token.getProfileCovered(),
                        OptionalLong.empty());
    }

    private static Hold hold(LeaseAmount amount) {
        LimitKind kind = switch (amount.getUnit()) {
            case LIMIT_UNIT_NANO_USD -> LimitKind.NANO_USD;
            case LIMIT_UNIT_TOKENS -> LimitKind.TOKENS;
            case LIMIT_UNIT_REQUESTS -> LimitKind.REQUESTS;
            case LIMIT_UNIT_UNSPECIFIED, UNRECOGNIZED ->
                throw new IllegalArgumentException("a hold has an unknown unit");
        };
        return new Hold(
                new LeaseId(amount.getLeaseId()), new CounterId(amount.getCounterId()), kind, amount.getAmount());
    }

    private static TokenPriceList prices(TokenPrices prices) {
        return new TokenPriceList(
                new PriceVersion(prices.getPriceVersion()),
                new PicoUsdPerToken(prices.getPromptPicoUsd()),
                new PicoUsdPerToken(prices.getCachedPromptPicoUsd()),
                new PicoUsdPerToken(prices.getCacheWritePicoUsd()),
                new PicoUsdPerToken(prices.getCompletionPicoUsd()));
    }

    private static Instant instant(Timestamp time) {
        return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
    }
}
