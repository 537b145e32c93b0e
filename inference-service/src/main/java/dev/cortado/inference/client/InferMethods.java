package dev.cortado.inference.client;

import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import dev.cortado.contracts.openinference.ModelInferRequest;
import dev.cortado.contracts.openinference.ModelInferResponse;
import dev.cortado.contracts.openinference.ModelReadyRequest;
import dev.cortado.contracts.openinference.ModelReadyResponse;
import dev.cortado.contracts.openinference.ModelStreamInferResponse;
import dev.cortado.contracts.openinference.ServerLiveRequest;
import dev.cortado.contracts.openinference.ServerLiveResponse;
import dev.cortado.contracts.openinference.ServerMetadataRequest;
import dev.cortado.contracts.openinference.ServerMetadataResponse;
import io.vertx.grpc.common.GrpcMessageDecoder;
import io.vertx.grpc.common.GrpcMessageEncoder;
import io.vertx.grpc.common.ServiceMethod;
import io.vertx.grpc.common.ServiceName;

/// The methods of the Open Inference Protocol, as a client reads and writes them.
final class InferMethods {

    private static final ServiceName SERVICE = ServiceName.create("inference", "GRPCInferenceService");

    static final ServiceMethod<ServerLiveResponse, ServerLiveRequest> SERVER_LIVE =
            method("ServerLive", ServerLiveResponse.parser());
    static final ServiceMethod<ModelReadyResponse, ModelReadyRequest> MODEL_READY =
            method("ModelReady", ModelReadyResponse.parser());
    static final ServiceMethod<ServerMetadataResponse, ServerMetadataRequest> SERVER_METADATA =
            method("ServerMetadata", ServerMetadataResponse.parser());
    static final ServiceMethod<ModelInferResponse, ModelInferRequest> MODEL_INFER =
            method("ModelInfer", ModelInferResponse.parser());
    static final ServiceMethod<ModelStreamInferResponse, ModelInferRequest> MODEL_STREAM_INFER =
            method("ModelStreamInfer", ModelStreamInferResponse.parser());

    private InferMethods() {}

    private static <A extends Message, Q extends Message> ServiceMethod<A, Q> method(String name, Parser<A> answers) {
        return ServiceMethod.client(SERVICE, name, GrpcMessageEncoder.encoder(), GrpcMessageDecoder.decoder(answers));
    }
}
