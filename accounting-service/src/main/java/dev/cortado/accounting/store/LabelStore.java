package dev.cortado.accounting.store;

import dev.cortado.accounting.predictor.LabelBook;
import dev.cortado.accounting.predictor.LabelBook.Import;
import dev.cortado.accounting.predictor.LabelViews;
import dev.cortado.accounting.predictor.LabelledPrompt;
import dev.cortado.accounting.tenant.WriteAnswer;
import dev.cortado.accounting.tenant.WriteOrder;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/// The routers' sets of labels. An import is audited once it is done, since it may take longer than a transaction may
/// wait; to repeat one whose audit failed does no harm. A deletion is made within the transaction of its audit row. No
/// text of a prompt comes into the audit.
@ApplicationScoped
public class LabelStore {

    private static final String NODE = "platform";
    private static final Executor THREADS =
            work -> Thread.ofVirtual().name("labels").start(work);

    /// What comes of an import.
    public sealed interface Outcome {

        record Written(WriteAnswer answer) implements Outcome {}

        record NotKept(Import because) implements Outcome {}
    }

    private final Writes writes;
    private final LabelBook book;
    private final Vertx vertx;

    LabelStore(Writes writes, LabelBook book, Vertx vertx) {
        this.writes = writes;
        this.book = book;
        this.vertx = vertx;
    }

    public Uni<LabelViews> list() {
        return RouterAnswers.of(vertx, book::list);
    }

    /// @param read takes long, and is called on a thread of its own; what it throws is what comes of the import
    public Uni<Outcome> add(WriteOrder order, String name, Supplier<List<LabelledPrompt>> read) {
        return RouterAnswers.<Import>of(
                        vertx,
                        () -> CompletableFuture.supplyAsync(read, THREADS)
                                .thenCompose(prompts -> book.add(name, prompts)))
                .flatMap(made -> switch (made) {
                    case Import.Kept kept ->
                        writes.run(order, session -> Uni.createFrom().item(changed(kept.kept())))
                                .map(Outcome.Written::new);
                    case Import.UnknownVariants _, Import.NoRoom _ ->
                        Uni.createFrom().item(new Outcome.NotKept(made));
                });
    }

    public Uni<WriteAnswer> delete(WriteOrder order, long number) {
        return writes.run(
                order,
                session -> RouterAnswers.of(vertx, () -> book.delete(number))
                        .map(deleted -> deleted.<Writes.Outcome>map(LabelStore::changed)
                                .orElseGet(() -> new Writes.Outcome.Refused(
                                        new WriteAnswer.Missing("label set", Long.toString(number))))));
    }

    private static Writes.Outcome changed(Object now) {
        return new Writes.Outcome.Changed(new Writes.Change(NODE, false, now, now));
    }
}
