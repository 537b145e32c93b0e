package dev.cortado.contracts.signature;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import dev.cortado.contracts.v1.Signed;
import java.util.Optional;

/// Wraps protobuf messages into [Signed] and reads them back, verified.
public final class SignedMessages {

    private SignedMessages() {}

    public static Signed sign(Signer signer, Message message) {
        byte[] payload = message.toByteArray();
        byte[] mac = signer.sign(message.getDescriptorForType().getFullName(), payload);
        return Signed.newBuilder()
                .setPayload(ByteString.copyFrom(payload))
                .setSigningKeyId(signer.signingKeyId())
                .setMac(ByteString.copyFrom(mac))
                .build();
    }

    /// The message inside, or empty if the signature is wrong or the payload is not such a message.
    ///
    /// @param prototype the default instance of the expected message
    public static <M extends Message> Optional<M> open(Signer signer, Signed signed, M prototype) {
        byte[] payload = signed.getPayload().toByteArray();
        String purpose = prototype.getDescriptorForType().getFullName();
        if (!signer.verifies(
                purpose, payload, signed.getSigningKeyId(), signed.getMac().toByteArray())) {
            return Optional.empty();
        }
        try {
            @SuppressWarnings("unchecked")
            Parser<M> parser = (Parser<M>) prototype.getParserForType();
            return Optional.of(parser.parseFrom(payload));
        } catch (InvalidProtocolBufferException e) {
            return Optional.empty();
        }
    }
}
