package dev.cortado.accounting.grpc;

import dev.cortado.accounting.change.Change;
import dev.cortado.accounting.store.Changes;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.operators.multi.processors.UnicastProcessor;
import io.smallrye.mutiny.subscription.Cancellable;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.function.Function;
import java.util.function.Supplier;

/// A stream that begins with a state and goes on with every change since: changes are kept from before the state is
/// read, so that none falls between. A watcher that does not keep up is cut off and begins again.
@ApplicationScoped
class Pushes {

    private static final int KEPT_MAX = 4_096;

    private final Changes changes;

    Pushes(Changes changes) {
        this.changes = changes;
    }

    <T> Multi<T> from(Supplier<Multi<T>> state, Function<Change, Multi<T>> event) {
        return Multi.createFrom().deferred(() -> {
            Queue<Change> kept = new ArrayBlockingQueue<>(KEPT_MAX);
            UnicastProcessor<Change> since = UnicastProcessor.create(kept, () -> {});
            Cancellable listening = changes.stream().subscribe().with(since::onNext, since::onError, since::onComplete);
            return Multi.createBy()
                    .concatenating()
                    .streams(state.get(), since.onItem().transformToMultiAndConcatenate(event))
                    .onTermination()
                    .invoke(listening::cancel)
                    .onFailure()
                    .transform(Failures::status);
        });
    }

    static <T> Multi<T> of(T item) {
        return Multi.createFrom().item(item);
    }

    static <T> Multi<T> of(Uni<T> item) {
        return item.toMulti();
    }
}
