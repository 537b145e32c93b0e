package dev.cortado.inference.client;

import com.google.protobuf.ByteString;
import dev.cortado.contracts.openinference.InferTensorContents;
import dev.cortado.contracts.openinference.ModelInferRequest.InferInputTensor;
import dev.cortado.contracts.openinference.ModelInferResponse;
import dev.cortado.contracts.openinference.ModelInferResponse.InferOutputTensor;
import dev.cortado.inference.remote.RemoteFailure;
import dev.cortado.inference.remote.RemoteFailure.Kind;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Tensors of the Open Inference Protocol: writes small ones, and reads texts and counts in either of the forms in
/// which
/// servers send them, typed contents (MLServer) or raw bytes (Triton).
final class InferTensors {

    private final boolean batchDimension;

    InferTensors(boolean batchDimension) {
        this.batchDimension = batchDimension;
    }

    InferInputTensor texts(String name, List<String> values) {
        InferTensorContents.Builder contents = InferTensorContents.newBuilder();
        values.forEach(value -> contents.addBytesContents(ByteString.copyFromUtf8(value)));
        return tensor(name, "BYTES", values.size(), contents);
    }

    InferInputTensor int32(String name, int value) {
        return tensor(name, "INT32", 1, InferTensorContents.newBuilder().addIntContents(value));
    }

    InferInputTensor uint64(String name, long value) {
        return tensor(name, "UINT64", 1, InferTensorContents.newBuilder().addUint64Contents(value));
    }

    InferInputTensor fp32(String name, double value) {
        return tensor(name, "FP32", 1, InferTensorContents.newBuilder().addFp32Contents((float) value));
    }

    InferInputTensor bool(String name, boolean value) {
        return tensor(name, "BOOL", 1, InferTensorContents.newBuilder().addBoolContents(value));
    }

    /// @param typed `TYPE:value`
    InferInputTensor ofConstant(String name, String typed) {
        String type = typed.substring(0, typed.indexOf(':'));
        return tensor(name, type, 1, constant(name, typed));
    }

    /// @throws IllegalArgumentException if it is no value of a type that is known
    static InferTensorContents.Builder constant(String name, String typed) {
        int colon = typed.indexOf(':');
        String value = typed.substring(colon + 1);
        InferTensorContents.Builder contents = InferTensorContents.newBuilder();
        return switch (typed.substring(0, Math.max(0, colon))) {
            case "BOOL" -> contents.addBoolContents(Boolean.parseBoolean(value));
            case "INT32" -> contents.addIntContents(Integer.parseInt(value));
            case "INT64" -> contents.addInt64Contents(Long.parseLong(value));
            case "UINT32" -> contents.addUintContents(Integer.parseUnsignedInt(value));
            case "FP32" -> contents.addFp32Contents(Float.parseFloat(value));
            case "BYTES" -> contents.addBytesContents(ByteString.copyFromUtf8(value));
            default ->
                throw new IllegalArgumentException("the constant tensor '" + name
                        + "' must be TYPE:value with BOOL, INT32, INT64, UINT32, FP32 or BYTES");
        };
    }

    private InferInputTensor tensor(String name, String type, int elements, InferTensorContents.Builder contents) {
        InferInputTensor.Builder tensor =
                InferInputTensor.newBuilder().setName(name).setDatatype(type).setContents(contents);
        if (batchDimension) {
            tensor.addShape(1);
        }
        return tensor.addShape(elements).build();
    }

    /// The texts of an output, joined, in UTF-8: the borders of a stream's pieces may lie within a character.
    ///
    /// @return empty if the answer has no such output
    /// @throws RemoteFailure if it is not of texts
    static Optional<byte[]> text(ModelInferResponse answer, String name) {
        int index = index(answer, name);
        if (index < 0) {
            return Optional.empty();
        }
        InferOutputTensor output = answer.getOutputs(index);
        if (!output.getDatatype().equals("BYTES")) {
            throw new RemoteFailure(Kind.GARBAGE, "the output '" + name + "' is of type " + output.getDatatype());
        }
        List<ByteString> elements = output.getContents().getBytesContentsCount() > 0
                ? output.getContents().getBytesContentsList()
                : rawTexts(raw(answer, index), name);
        return Optional.of(ByteString.copyFrom(elements).toByteArray());
    }

    /// An output that is one count.
    static OptionalLong count(ModelInferResponse answer, String name) {
        int index = name.isEmpty() ? -1 : index(answer, name);
        if (index < 0) {
            return OptionalLong.empty();
        }
        InferTensorContents contents = answer.getOutputs(index).getContents();
        List<Long> values = new ArrayList<>(contents.getInt64ContentsList());
        contents.getIntContentsList().forEach(value -> values.add((long) value));
        contents.getUintContentsList().forEach(value -> values.add(Integer.toUnsignedLong(value)));
        values.addAll(contents.getUint64ContentsList());
        long count = values.isEmpty() ? rawCount(raw(answer, index)) : values.getFirst();
        return count >= 0 ? OptionalLong.of(count) : OptionalLong.empty();
    }

    private static int index(ModelInferResponse answer, String name) {
        for (int i = 0; i < answer.getOutputsCount(); i++) {
            if (answer.getOutputs(i).getName().equals(name)) {
                return i;
            }
        }
        return -1;
    }

    private static ByteBuffer raw(ModelInferResponse answer, int index) {
        ByteString bytes =
                index < answer.getRawOutputContentsCount() ? answer.getRawOutputContents(index) : ByteString.EMPTY;
        return bytes.asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    }

    private static List<ByteString> rawTexts(ByteBuffer raw, String name) {
        List<ByteString> texts = new ArrayList<>();
        while (raw.hasRemaining()) {
            int length = raw.remaining() < Integer.BYTES ? -1 : raw.getInt();
            if (length < 0 || length > raw.remaining()) {
                throw new RemoteFailure(Kind.GARBAGE, "the output '" + name + "' is cut off");
            }
            texts.add(ByteString.copyFrom(raw, length));
        }
        return texts;
    }

    private static long rawCount(ByteBuffer raw) {
        return switch (raw.remaining()) {
            case Integer.BYTES -> Integer.toUnsignedLong(raw.getInt());
            case Long.BYTES -> raw.getLong();
            default -> -1;
        };
    }
}
