package dev.cortado.accounting.client;

import com.google.protobuf.Timestamp;
import dev.cortado.accounting.configuration.RouterCallConfiguration;
import dev.cortado.accounting.predictor.PredictorBook;
import dev.cortado.accounting.predictor.PredictorViews;
import dev.cortado.contracts.v1.HoldPredictorRequest;
import dev.cortado.contracts.v1.ListPredictorsReply;
import dev.cortado.contracts.v1.ListPredictorsRequest;
import dev.cortado.contracts.v1.PredictorServiceGrpc;
import dev.cortado.contracts.v1.PredictorView;
import dev.cortado.contracts.v1.ReleasePredictorRequest;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/// Predictors over the routers' gRPC service.
@ApplicationScoped
class RouterPredictors implements PredictorBook {

    private final RouterCalls calls;
    private final Duration writeTimeout;
    private final Duration readTimeout;

    RouterPredictors(RouterCalls calls, RouterCallConfiguration configuration) {
        this.calls = calls;
        this.writeTimeout = configuration.writeTimeout();
        this.readTimeout = configuration.readTimeout();
    }

    @Override
    public CompletionStage<PredictorViews> list() {
        return calls.unary(
                        PredictorServiceGrpc.getListPredictorsMethod(),
                        ListPredictorsRequest.getDefaultInstance(),
                        readTimeout)
                .thenApply(RouterPredictors::views);
    }

    @Override
    public CompletionStage<Optional<PredictorViews>> hold(long number) {
        HoldPredictorRequest request =
                HoldPredictorRequest.newBuilder().setNumber(number).build();
        return calls.unary(PredictorServiceGrpc.getHoldPredictorMethod(), request, writeTimeout)
                .thenApply(reply -> reply.getKnown() ? Optional.of(views(reply.getNow())) : Optional.empty());
    }

    @Override
    public CompletionStage<PredictorViews> release() {
        return calls.unary(
                        PredictorServiceGrpc.getReleasePredictorMethod(),
                        ReleasePredictorRequest.getDefaultInstance(),
                        writeTimeout)
                .thenApply(RouterPredictors::views);
    }

    private static PredictorViews views(ListPredictorsReply reply) {
        return new PredictorViews(
                reply.hasInForce() ? Optional.of(reply.getInForce()) : Optional.empty(),
                reply.getHeld(),
                reply.getPredictorsList().stream()
                        .map(RouterPredictors::version)
                        .toList());
    }

    private static PredictorViews.Version version(PredictorView view) {
        Timestamp made = view.getMadeAt();
        return new PredictorViews.Version(
                view.getNumber(),
                view.getSource(),
                view.hasParent() ? Optional.of(view.getParent()) : Optional.empty(),
                view.getRouter(),
                view.getVariantIdsList(),
                view.getLabels(),
                view.getCalibrationError(),
                view.getTookMillis(),
                Instant.ofEpochSecond(made.getSeconds(), made.getNanos()));
    }
}
