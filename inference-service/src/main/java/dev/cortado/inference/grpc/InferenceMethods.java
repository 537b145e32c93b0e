package dev.cortado.inference.grpc;

import dev.cortado.contracts.v1.CountProfileReply;
import dev.cortado.contracts.v1.CountProfileRequest;
import dev.cortado.contracts.v1.GenerateEvent;
import dev.cortado.contracts.v1.GenerateRequest;
import dev.cortado.contracts.v1.NodeReport;
import dev.cortado.contracts.v1.WatchNodeRequest;
import io.vertx.grpc.common.GrpcMessageDecoder;
import io.vertx.grpc.common.GrpcMessageEncoder;
import io.vertx.grpc.common.ServiceMethod;
import io.vertx.grpc.common.ServiceName;

/// The methods of `cortado.v1.InferenceService`, as its server reads and writes them.
final class InferenceMethods {

    private static final ServiceName SERVICE = ServiceName.create("cortado.v1", "InferenceService");

    static final ServiceMethod<GenerateRequest, GenerateEvent> GENERATE = ServiceMethod.server(
            SERVICE, "Generate", GrpcMessageEncoder.encoder(), GrpcMessageDecoder.decoder(GenerateRequest.parser()));

    static final ServiceMethod<WatchNodeRequest, NodeReport> WATCH_NODE = ServiceMethod.server(
            SERVICE, "WatchNode", GrpcMessageEncoder.encoder(), GrpcMessageDecoder.decoder(WatchNodeRequest.parser()));

    static final ServiceMethod<CountProfileRequest, CountProfileReply> COUNT_PROFILE = ServiceMethod.server(
            SERVICE,
            "CountProfile",
            GrpcMessageEncoder.encoder(),
            GrpcMessageDecoder.decoder(CountProfileRequest.parser()));

    private InferenceMethods() {}
}
