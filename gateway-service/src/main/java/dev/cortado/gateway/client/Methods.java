package dev.cortado.gateway.client;

import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import dev.cortado.contracts.v1.CompareTrialReply;
import dev.cortado.contracts.v1.CompareTrialRequest;
import dev.cortado.contracts.v1.EstimatePolicyReply;
import dev.cortado.contracts.v1.EstimatePolicyRequest;
import dev.cortado.contracts.v1.ExplainReply;
import dev.cortado.contracts.v1.FeedbackServiceGrpc;
import dev.cortado.contracts.v1.GenerateEvent;
import dev.cortado.contracts.v1.GenerateRequest;
import dev.cortado.contracts.v1.GetDecisionReply;
import dev.cortado.contracts.v1.GetDecisionRequest;
import dev.cortado.contracts.v1.GetUtilityReportRequest;
import dev.cortado.contracts.v1.HedgeRequest;
import dev.cortado.contracts.v1.IdentityChanged;
import dev.cortado.contracts.v1.IdentityServiceGrpc;
import dev.cortado.contracts.v1.InferenceServiceGrpc;
import dev.cortado.contracts.v1.ListModelsReply;
import dev.cortado.contracts.v1.ListModelsRequest;
import dev.cortado.contracts.v1.RateReply;
import dev.cortado.contracts.v1.RateRequest;
import dev.cortado.contracts.v1.ReportServiceGrpc;
import dev.cortado.contracts.v1.RerouteRequest;
import dev.cortado.contracts.v1.ResolveKeyRequest;
import dev.cortado.contracts.v1.ResolvePersonRequest;
import dev.cortado.contracts.v1.ResolveReply;
import dev.cortado.contracts.v1.RouteReply;
import dev.cortado.contracts.v1.RouteRequest;
import dev.cortado.contracts.v1.RouterServiceGrpc;
import dev.cortado.contracts.v1.SettleReply;
import dev.cortado.contracts.v1.SettleRequest;
import dev.cortado.contracts.v1.TrialServiceGrpc;
import dev.cortado.contracts.v1.UtilityReport;
import dev.cortado.contracts.v1.WatchIdentitiesRequest;
import io.vertx.grpc.common.GrpcMessageDecoder;
import io.vertx.grpc.common.GrpcMessageEncoder;
import io.vertx.grpc.common.ServiceMethod;
import io.vertx.grpc.common.ServiceName;

/// The methods of other services that the gateway calls, with their messages.
final class Methods {

    private static final ServiceName ROUTER = ServiceName.create(RouterServiceGrpc.SERVICE_NAME);
    private static final ServiceName INFERENCE = ServiceName.create(InferenceServiceGrpc.SERVICE_NAME);
    private static final ServiceName FEEDBACK = ServiceName.create(FeedbackServiceGrpc.SERVICE_NAME);
    private static final ServiceName REPORT = ServiceName.create(ReportServiceGrpc.SERVICE_NAME);
    private static final ServiceName TRIAL = ServiceName.create(TrialServiceGrpc.SERVICE_NAME);
    private static final ServiceName IDENTITY = ServiceName.create(IdentityServiceGrpc.SERVICE_NAME);

    static final ServiceMethod<RouteReply, RouteRequest> ROUTE = method(ROUTER, "Route", RouteReply.parser());
    static final ServiceMethod<RouteReply, RerouteRequest> REROUTE = method(ROUTER, "Reroute", RouteReply.parser());
    static final ServiceMethod<RouteReply, HedgeRequest> HEDGE = method(ROUTER, "Hedge", RouteReply.parser());
    static final ServiceMethod<SettleReply, SettleRequest> SETTLE = method(ROUTER, "Settle", SettleReply.parser());
    static final ServiceMethod<ListModelsReply, ListModelsRequest> LIST_MODELS =
            method(ROUTER, "ListModels", ListModelsReply.parser());
    static final ServiceMethod<GetDecisionReply, GetDecisionRequest> GET_DECISION =
            method(ROUTER, "GetDecision", GetDecisionReply.parser());
    static final ServiceMethod<RateReply, RateRequest> RATE = method(FEEDBACK, "Rate", RateReply.parser());
    static final ServiceMethod<UtilityReport, GetUtilityReportRequest> GET_UTILITY_REPORT =
            method(REPORT, "GetUtilityReport", UtilityReport.parser());
    static final ServiceMethod<EstimatePolicyReply, EstimatePolicyRequest> ESTIMATE_POLICY =
            method(TRIAL, "EstimatePolicy", EstimatePolicyReply.parser());
    static final ServiceMethod<CompareTrialReply, CompareTrialRequest> COMPARE_TRIAL =
            method(TRIAL, "CompareTrial", CompareTrialReply.parser());
    static final ServiceMethod<ExplainReply, RouteRequest> EXPLAIN = method(ROUTER, "Explain", ExplainReply.parser());
    static final ServiceMethod<GenerateEvent, GenerateRequest> GENERATE =
            method(INFERENCE, "Generate", GenerateEvent.parser());
    static final ServiceMethod<ResolveReply, ResolveKeyRequest> RESOLVE_KEY =
            method(IDENTITY, "ResolveKey", ResolveReply.parser());
    static final ServiceMethod<ResolveReply, ResolvePersonRequest> RESOLVE_PERSON =
            method(IDENTITY, "ResolvePerson", ResolveReply.parser());
    static final ServiceMethod<IdentityChanged, WatchIdentitiesRequest> WATCH_IDENTITIES =
            method(IDENTITY, "WatchIdentities", IdentityChanged.parser());

    private Methods() {}

    private static <Q extends MessageLite, A> ServiceMethod<A, Q> method(
            ServiceName service, String name, Parser<A> answers) {
        return ServiceMethod.client(service, name, GrpcMessageEncoder.encoder(), GrpcMessageDecoder.decoder(answers));
    }
}
