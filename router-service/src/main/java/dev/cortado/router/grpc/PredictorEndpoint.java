package dev.cortado.router.grpc;

import dev.cortado.contracts.unit.VariantId;
import dev.cortado.contracts.v1.HoldPredictorReply;
import dev.cortado.contracts.v1.HoldPredictorRequest;
import dev.cortado.contracts.v1.ListPredictorsReply;
import dev.cortado.contracts.v1.ListPredictorsRequest;
import dev.cortado.contracts.v1.PredictorView;
import dev.cortado.contracts.v1.ReleasePredictorRequest;
import dev.cortado.router.estimate.PredictorStore;
import dev.cortado.router.estimate.PredictorVersion;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// The predictor service's calls, from message to message. The store blocks, so each call has a thread of its own.
final class PredictorEndpoint {

    private static final Executor THREADS =
            work -> Thread.ofVirtual().name("predictors").start(work);

    private final PredictorStore store;

    PredictorEndpoint(PredictorStore store) {
        this.store = store;
    }

    CompletionStage<ListPredictorsReply> list(ListPredictorsRequest request, BooleanSupplier isCancelled) {
        return apart(() -> reply(store.versions()));
    }

    CompletionStage<HoldPredictorReply> hold(HoldPredictorRequest request, BooleanSupplier isCancelled) {
        return apart(() -> HoldPredictorReply.newBuilder()
                .setKnown(store.hold(request.getNumber()))
                .setNow(reply(store.versions()))
                .build());
    }

    CompletionStage<ListPredictorsReply> release(ReleasePredictorRequest request, BooleanSupplier isCancelled) {
        return apart(() -> {
            store.release();
            return reply(store.versions());
        });
    }

    private static <T> CompletionStage<T> apart(Supplier<T> call) {
        return CompletableFuture.supplyAsync(call, THREADS);
    }

    private static ListPredictorsReply reply(PredictorStore.Versions versions) {
        ListPredictorsReply.Builder reply = ListPredictorsReply.newBuilder().setHeld(versions.held());
        versions.versions().forEach(version -> reply.addPredictors(view(version)));
        versions.inForce().ifPresent(reply::setInForce);
        return reply.build();
    }

    private static PredictorView view(PredictorVersion version) {
        PredictorView.Builder view = PredictorView.newBuilder()
                .setNumber(version.number())
                .setSource(version.source())
                .setRouter(version.router())
                .addAllVariantIds(
                        version.variants().stream().map(VariantId::value).toList())
                .setLabels(version.labels())
                .setCalibrationError(version.calibrationError())
                .setTookMillis(version.took().toMillis())
                .setMadeAt(Wire.ofInstant(version.madeAt()));
        version.parent().ifPresent(view::setParent);
        return view.build();
    }
}
