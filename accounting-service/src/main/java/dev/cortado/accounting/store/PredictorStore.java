package dev.cortado.accounting.store;

import dev.cortado.accounting.predictor.PredictorBook;
import dev.cortado.accounting.predictor.PredictorViews;
import dev.cortado.accounting.tenant.WriteAnswer;
import dev.cortado.accounting.tenant.WriteOrder;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;

/// The routers' predictors. A change of which is in force is made within the transaction of its audit row.
@ApplicationScoped
public class PredictorStore {

    private static final String NODE = "platform";

    private final Writes writes;
    private final PredictorBook book;
    private final Vertx vertx;

    PredictorStore(Writes writes, PredictorBook book, Vertx vertx) {
        this.writes = writes;
        this.book = book;
        this.vertx = vertx;
    }

    public Uni<PredictorViews> list() {
        return RouterAnswers.of(vertx, book::list);
    }

    public Uni<WriteAnswer> hold(WriteOrder order, long number) {
        return writes.run(
                order,
                session -> RouterAnswers.of(vertx, () -> book.hold(number))
                        .map(now -> now.<Writes.Outcome>map(PredictorStore::changed)
                                .orElseGet(() -> new Writes.Outcome.Refused(
                                        new WriteAnswer.Missing("predictor", Long.toString(number))))));
    }

    public Uni<WriteAnswer> release(WriteOrder order) {
        return writes.run(
                order, session -> RouterAnswers.of(vertx, book::release).map(PredictorStore::changed));
    }

    private static Writes.Outcome changed(PredictorViews now) {
        return new Writes.Outcome.Changed(new Writes.Change(NODE, false, now, now));
    }
}
