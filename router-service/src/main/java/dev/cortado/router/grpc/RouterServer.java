package dev.cortado.router.grpc;

import dev.cortado.contracts.signature.Signer;
import dev.cortado.contracts.v1.FeedbackServiceGrpc;
import dev.cortado.contracts.v1.PredictorServiceGrpc;
import dev.cortado.contracts.v1.ProfileServiceGrpc;
import dev.cortado.contracts.v1.ReportServiceGrpc;
import dev.cortado.contracts.v1.RouterServiceGrpc;
import dev.cortado.contracts.v1.TrialServiceGrpc;
import dev.cortado.router.configuration.GrpcConfiguration;
import dev.cortado.router.configuration.RouterConfiguration;
import dev.cortado.router.decide.TenantRules;
import dev.cortado.router.decision.StoreAway;
import dev.cortado.router.estimate.PredictorStore;
import dev.cortado.router.feedback.Feedback;
import dev.cortado.router.label.LabelRegistry;
import dev.cortado.router.profile.ProfileRegistry;
import dev.cortado.router.profile.Quotes;
import dev.cortado.router.report.Reporting;
import dev.cortado.router.route.Models;
import dev.cortado.router.route.Profiled;
import dev.cortado.router.route.Sentences;
import dev.cortado.router.route.Settling;
import dev.cortado.router.trial.Comparing;
import dev.cortado.router.trial.PolicyEstimating;
import io.grpc.MethodDescriptor;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.Context;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.grpc.common.GrpcStatus;
import io.vertx.grpc.server.GrpcServerOptions;
import io.vertx.grpc.server.GrpcServerRequest;
import io.vertx.grpcio.server.GrpcIoServer;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;

/// The gRPC server: HTTP/2 without TLS, one server per event loop on one port.
@Singleton
public final class RouterServer {

    private static final Logger LOG = Logger.getLogger(RouterServer.class);

    private final Vertx vertx;
    private final GrpcConfiguration configuration;
    private final RouterEndpoint endpoint;
    private final ProfileEndpoint profiles;
    private final ReportEndpoint reports;
    private final TrialEndpoint trials;
    private final PredictorEndpoint predictors;
    private final LabelEndpoint labels;
    private final FeedbackEndpoint feedback;
    private final AtomicInteger port = new AtomicInteger();

    RouterServer(
            Vertx vertx,
            RouterConfiguration configuration,
            Profiled router,
            Sentences sentences,
            Settling settling,
            Models models,
            Signer signer,
            ProfileRegistry registry,
            Quotes quotes,
            TenantRules rules,
            Reporting reporting,
            PolicyEstimating estimating,
            Comparing comparing,
            PredictorStore predictors,
            LabelRegistry labels,
            Feedback feedback) {
        this.labels = new LabelEndpoint(labels);
        this.feedback = new FeedbackEndpoint(feedback);
        this.reports = new ReportEndpoint(reporting);
        this.trials = new TrialEndpoint(estimating, comparing);
        this.profiles = new ProfileEndpoint(registry, quotes, rules);
        this.predictors = new PredictorEndpoint(predictors);
        this.vertx = vertx;
        this.configuration = configuration.grpc();
        this.endpoint = new RouterEndpoint(
                router,
                settling,
                models,
                new Tokens(signer, configuration.name()),
                signer,
                new Requests(configuration.metadataBytesMax()),
                sentences);
    }

    /// The port it listens on, 0 until it does.
    public int port() {
        return port.get();
    }

    void start(@Observes StartupEvent event) {
        vertx.deployVerticle(Loop::new, new DeploymentOptions().setInstances(configuration.eventLoops()))
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        LOG.infof("router listens on %s:%d", configuration.host(), port.get());
    }

    /// A call's work: a reply to come for a message.
    private interface Call<Q, A> {
        CompletionStage<A> answer(Q request, BooleanSupplier isCancelled);
    }

    /// One event loop's server.
    private final class Loop extends AbstractVerticle {

        @Override
        public void start(Promise<Void> started) {
            GrpcIoServer grpc = GrpcIoServer.server(
                    vertx, new GrpcServerOptions().setMaxMessageSize(configuration.messageBytesMax()));
            serve(grpc, RouterServiceGrpc.getRouteMethod(), endpoint::route);
            serve(grpc, RouterServiceGrpc.getRerouteMethod(), endpoint::reroute);
            serve(grpc, RouterServiceGrpc.getHedgeMethod(), endpoint::hedge);
            serve(grpc, RouterServiceGrpc.getSettleMethod(), endpoint::settle);
            serve(grpc, RouterServiceGrpc.getListModelsMethod(), endpoint::listModels);
            serve(grpc, RouterServiceGrpc.getGetDecisionMethod(), endpoint::getDecision);
            serve(grpc, ReportServiceGrpc.getGetUtilityReportMethod(), reports::get);
            serve(grpc, TrialServiceGrpc.getEstimatePolicyMethod(), trials::estimate);
            serve(grpc, TrialServiceGrpc.getCompareTrialMethod(), trials::compare);
            serve(grpc, RouterServiceGrpc.getExplainMethod(), endpoint::explain);
            serve(grpc, FeedbackServiceGrpc.getRateMethod(), feedback::rate);
            serve(grpc, ProfileServiceGrpc.getRegisterProfileMethod(), profiles::register);
            serve(grpc, ProfileServiceGrpc.getListProfilesMethod(), profiles::list);
            serve(grpc, ProfileServiceGrpc.getListProfileVersionsMethod(), profiles::versions);
            serve(grpc, ProfileServiceGrpc.getGetProfileMethod(), profiles::get);
            serve(grpc, ProfileServiceGrpc.getRemoveProfileMethod(), profiles::remove);
            serve(grpc, PredictorServiceGrpc.getListPredictorsMethod(), predictors::list);
            serve(grpc, PredictorServiceGrpc.getHoldPredictorMethod(), predictors::hold);
            serve(grpc, PredictorServiceGrpc.getReleasePredictorMethod(), predictors::release);
            serve(grpc, PredictorServiceGrpc.getImportLabelsMethod(), labels::add);
            serve(grpc, PredictorServiceGrpc.getListLabelSetsMethod(), labels::list);
            serve(grpc, PredictorServiceGrpc.getDeleteLabelSetMethod(), labels::delete);
            vertx.createHttpServer(new HttpServerOptions()
                            .setHost(configuration.host())
                            .setPort(configuration.port()))
                    .requestHandler(grpc)
                    .listen()
                    .onSuccess(server -> port.set(server.actualPort()))
                    .<Void>mapEmpty()
                    .onComplete(started);
        }

        private <Q, A> void serve(GrpcIoServer grpc, MethodDescriptor<Q, A> method, Call<Q, A> call) {
            grpc.callHandler(method, request -> {
                AtomicBoolean cancelled = new AtomicBoolean();
                request.exceptionHandler(_ -> cancelled.set(true));
                // Once the request has been read whole, a reset shows on the response.
                request.response().exceptionHandler(_ -> cancelled.set(true));
                request.handler(message -> answer(request, message, call, cancelled));
            });
        }

        private <Q, A> void answer(
                GrpcServerRequest<Q, A> request, Q message, Call<Q, A> call, AtomicBoolean cancelled) {
            CompletionStage<A> answer;
            try {
                answer = call.answer(message, cancelled::get);
            } catch (RuntimeException e) {
                fail(request, e);
                return;
            }
            Context loop = context;
            answer.whenComplete((reply, failure) -> loop.runOnContext(_ -> {
                if (cancelled.get()) {
                    return;
                }
                if (failure == null) {
                    request.response().end(reply);
                } else {
                    fail(request, failure);
                }
            }));
        }

        private static void fail(GrpcServerRequest<?, ?> request, Throwable failure) {
            Throwable cause =
                    failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
            GrpcStatus status = switch (cause) {
                case IllegalArgumentException _ -> GrpcStatus.INVALID_ARGUMENT;
                case StoreAway _, Profiled.ProfilesAway _ -> GrpcStatus.UNAVAILABLE;
                default -> GrpcStatus.INTERNAL;
            };
            if (status == GrpcStatus.INTERNAL) {
                LOG.errorf(cause, "%s failed", request.fullMethodName());
            }
            String message = status == GrpcStatus.INTERNAL ? "internal error" : String.valueOf(cause.getMessage());
            request.response().status(status).statusMessage(message).end();
        }
    }
}
