package dev.cortado.router.estimate;

import dev.cortado.router.features.FeatureBytes;
import dev.cortado.router.features.PromptFeatures;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/// What estimates of one prompt's answers rest on: all that is left of it once it was read, no text.
///
/// @param task of the request's prompt profile, empty for none
public record SeenPrompt(String task, PromptFeatures features) {

    public byte[] toBytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            DataOutputStream out = new DataOutputStream(bytes);
            out.writeUTF(task);
            FeatureBytes.write(features, out);
        } catch (IOException e) {
            throw new UncheckedIOException("bytes in memory could not be written", e);
        }
        return bytes.toByteArray();
    }

    /// @return empty where these are no bytes of the features that this service reads
    public static Optional<SeenPrompt> ofBytes(byte[] bytes) {
        try {
            DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
            return Optional.of(new SeenPrompt(in.readUTF(), FeatureBytes.read(in)));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
