package dev.cortado.inference.gguf;

import dev.cortado.inference.gguf.GgufFile.Tensor;
import dev.cortado.inference.gguf.GgufReader.Placed;
import dev.cortado.inference.gguf.GgufReader.Span;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Writes a model's file anew without some of its layers: the tensors `blk.K.…` of those that stay are renumbered, the
/// metadata's count of layers and its lists of one value a layer follow, and every weight is copied as it is.
public final class LayerRemoval {

    private static final Pattern LAYER = Pattern.compile("blk\\.(\\d+)\\.(.+)");
    private static final String COUNT = "block_count";
    /// Metadata by which what a layer does depends on its number.
    private static final Set<String> NUMBERED = Set.of(
            "leading_dense_block_count",
            "nextn_predict_layers",
            "full_attention_interval",
            "interleave_moe_layer_step",
            "attention.sliding_window_pattern",
            "hybrid.layers");

    private static final int VALUE_BYTES_MAX = Long.BYTES;

    private LayerRemoval() {}

    /// How far the writing is, in bytes.
    public interface Progress {
        void at(long done, long of);
    }

    /// What came of it.
    public sealed interface Removal {}

    public record Written(long bytes) implements Removal {}

    public record NotWritten(String reason) implements Removal {}

    /// Why so many layers of a file cannot be left out; empty if they can be. A model of less than half of its layers
    /// says nothing that is worth measuring.
    public static Optional<String> tooMany(GgufFile file, int many) {
        long layers = file.whole(file.text("general.architecture").orElse("") + "." + COUNT)
                .orElse(0);
        return many < 1 || many > layers / 2
                ? Optional.of(
                        "of the model's " + layers + " layers 1 to " + layers / 2 + " can be left out, not " + many)
                : Optional.empty();
    }

    /// Why a model cannot do without layers; empty if it can.
    public static Optional<String> refusal(GgufFile file) {
        String prefix = file.text("general.architecture").orElse("") + ".";
        for (String key : NUMBERED) {
            if (file.metadata().containsKey(prefix + key)) {
                return Optional.of("what its layers do depends on their numbers (" + prefix + key + ")");
            }
        }
        Map<Integer, SortedSet<String>> layers = new TreeMap<>();
        for (Tensor tensor : file.tensors()) {
            Matcher name = LAYER.matcher(tensor.name());
            if (name.matches()) {
                layers.computeIfAbsent(Integer.valueOf(name.group(1)), layer -> new TreeSet<>())
                        .add(name.group(2));
            }
        }
        if (layers.isEmpty() || layers.size() != file.whole(prefix + COUNT).orElse(0)) {
            return Optional.of("the file has tensors of " + layers.size() + " layers, and says "
                    + file.whole(prefix + COUNT).orElse(0));
        }
        return Set.copyOf(layers.values()).size() == 1
                ? Optional.empty()
                : Optional.of("its layers are not alike, so none can take another's number");
    }

    /// Bytes of the file that would be written, at most.
    public static long bytes(GgufFile file, Set<Integer> layers) {
        long removed = file.tensors().stream()
                .filter(tensor -> removed(tensor, layers))
                .mapToLong(LayerRemoval::size)
                .sum();
        return file.bytes() - removed;
    }

    /// @param layers to leave out, counted from 0
    /// @param output written anew; may be left behind half written where this fails
    /// @throws IOException if a file cannot be read or written
    public static Removal write(Path input, Path output, Set<Integer> layers, Progress progress) throws IOException {
        try (FileChannel in = FileChannel.open(input, StandardOpenOption.READ)) {
            Placed placed = GgufReader.placed(in);
            Optional<String> refused = refusal(placed.file());
            if (refused.isPresent()) {
                return new NotWritten(refused.get());
            }
            try (FileChannel out = FileChannel.open(
                    output,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE,
                    StandardOpenOption.TRUNCATE_EXISTING)) {
                new Writing(in, out, placed, layers, progress).run();
                out.force(true);
                return new Written(out.size());
            }
        } catch (GgufInput.Corrupt corrupt) {
            return new NotWritten(String.valueOf(corrupt.getMessage()));
        }
    }

    private static boolean removed(Tensor tensor, Set<Integer> layers) {
        Matcher name = LAYER.matcher(tensor.name());
        return name.matches() && layers.contains(Integer.valueOf(name.group(1)));
    }

    /// @throws GgufInput.Corrupt for a type whose size is not known
    private static long size(Tensor tensor) {
        long values = tensor.dimensions().stream().reduce(1L, Math::multiplyExact);
        return TensorType.of(tensor.type())
                .orElseThrow(() -> new GgufInput.Corrupt(
                        "tensor " + tensor.name() + " has the type " + tensor.type() + ", whose size is not known"))
                .bytes(values);
    }

    /// One file's rewriting.
    private static final class Writing {

        private final FileChannel in;
        private final FileChannel out;
        private final Placed placed;
        private final Set<Integer> layers;
        private final Progress progress;
        private final String prefix;
        private final long count;

        Writing(FileChannel in, FileChannel out, Placed placed, Set<Integer> layers, Progress progress) {
            this.in = in;
            this.out = out;
            this.placed = placed;
            this.layers = layers;
            this.progress = progress;
            this.prefix = placed.file().text("general.architecture").orElse("") + ".";
            this.count = placed.file().whole(prefix + COUNT).orElse(0);
        }

        void run() throws IOException {
            List<Tensor> kept = placed.file().tensors().stream()
                    .filter(tensor -> !removed(tensor, layers))
                    .toList();
            GgufBytes header = new GgufBytes();
            header.begin(placed.file().version(), kept.size(), placed.spans().size());
            for (Span span : placed.spans()) {
                header.raw(metadata(span));
            }
            Map<Integer, Integer> numbers = numbers();
            long offset = 0;
            for (Tensor tensor : kept) {
                header.tensor(renamed(tensor.name(), numbers), tensor.dimensions(), tensor.type(), offset);
                offset = aligned(offset + size(tensor));
            }
            header.pad(placed.alignment());
            header.writeTo(out);
            copy(kept);
        }

        private Map<Integer, Integer> numbers() {
            Map<Integer, Integer> numbers = new HashMap<>();
            for (int layer = 0; layer < count; layer++) {
                if (!layers.contains(layer)) {
                    numbers.put(layer, numbers.size());
                }
            }
            return numbers;
        }

        private static String renamed(String name, Map<Integer, Integer> numbers) {
            Matcher layer = LAYER.matcher(name);
            return layer.matches()
                    ? "blk." + numbers.get(Integer.valueOf(layer.group(1))) + "." + layer.group(2)
                    : name;
        }

        private byte[] metadata(Span span) throws IOException {
            if (span.key().equals(prefix + COUNT)) {
                byte[] raw = read(span.start(), span.end());
                int width = (int) (span.end() - span.value());
                long left = count - layers.size();
                for (int i = 0; i < Math.min(width, VALUE_BYTES_MAX); i++) {
                    raw[raw.length - width + i] = (byte) (left >>> (Byte.SIZE * i));
                }
                return raw;
            }
            return span.key().startsWith(prefix) && span.type() == ValueType.LIST
                    ? list(span)
                    : read(span.start(), span.end());
        }

        /// A list of one value a layer loses those of the layers left out.
        private byte[] list(Span span) throws IOException {
            byte[] raw = read(span.start(), span.end());
            ByteBuffer values = GgufBytes.of(raw).position((int) (span.value() - span.start()));
            int type = values.getInt();
            long length = values.getLong();
            if (length != count || type == ValueType.TEXT || type == ValueType.LIST) {
                return raw;
            }
            int width = (int) ValueType.bytes(type);
            GgufBytes less = new GgufBytes();
            int head = values.position();
            less.raw(raw, 0, head - Long.BYTES);
            less.whole(count - layers.size());
            for (int layer = 0; layer < count; layer++) {
                if (!layers.contains(layer)) {
                    less.raw(raw, head + layer * width, width);
                }
            }
            return less.bytes();
        }

        private byte[] read(long from, long to) throws IOException {
            ByteBuffer buffer = ByteBuffer.allocate(Math.toIntExact(to - from));
            while (buffer.hasRemaining()) {
                if (in.read(buffer, from + buffer.position()) < 0) {
                    throw new GgufInput.Corrupt("it was cut short while it was read");
                }
            }
            return buffer.array();
        }

        private void copy(List<Tensor> kept) throws IOException {
            long of = kept.stream().mapToLong(LayerRemoval::size).sum();
            long done = 0;
            long begin = out.position();
            long offset = 0;
            for (Tensor tensor : kept) {
                long size = size(tensor);
                out.position(begin + offset);
                long from = placed.dataOffset() + tensor.offset();
                for (long copied = 0; copied < size; ) {
                    long more = in.transferTo(from + copied, size - copied, out);
                    if (more < 1) {
                        throw new GgufInput.Corrupt("it was cut short while it was read");
                    }
                    copied += more;
                }
                offset = aligned(offset + size);
                done += size;
                progress.at(done, of);
            }
            padEnd(begin + offset);
        }

        /// The last tensor is padded like the others.
        private void padEnd(long end) throws IOException {
            if (out.size() < end) {
                out.write(ByteBuffer.allocate(1), end - 1);
            }
        }

        private long aligned(long offset) {
            return Math.ceilDiv(offset, placed.alignment()) * placed.alignment();
        }
    }
}
