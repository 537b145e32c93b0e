package dev.cortado.accounting.store;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/// What routers answer, within the session of an administrative write: a session goes on only where it was opened,
/// whatever thread the answer comes on.
final class RouterAnswers {

    private RouterAnswers() {}

    static <T> Uni<T> of(Vertx vertx, Supplier<CompletionStage<T>> call) {
        Context context = vertx.getOrCreateContext();
        return Uni.createFrom()
                .completionStage(call)
                .onFailure(CompletionException.class)
                .transform(RouterAnswers::cause)
                .emitOn(next -> context.runOnContext(_ -> next.run()));
    }

    private static Throwable cause(Throwable failure) {
        Throwable cause = failure.getCause();
        return cause == null ? failure : cause;
    }
}
