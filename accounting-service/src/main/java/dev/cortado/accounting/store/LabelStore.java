package dev.cortado.accounting.store;

import dev.cortado.accounting.configuration.RouterCallConfiguration;
import dev.cortado.accounting.predictor.LabelBook;
import dev.cortado.accounting.predictor.LabelBook.Import;
import dev.cortado.accounting.predictor.LabelViews;
import dev.cortado.accounting.predictor.LabelledPrompt;
import dev.cortado.accounting.tenant.WriteAnswer;
import dev.cortado.accounting.tenant.WriteOrder;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/// The routers' sets of labels. A change of theirs is made within the transaction of its audit row: what
/// they refuse rolls that back. Where they change and this transaction fails all the same, the same
/// import again finds its set kept. No text of a prompt comes into the audit.
///
/// An import takes longer than a transaction may wait elsewhere. Its own may, since it locks nothing but
/// the order's key; but it holds a connection, and leases need those, so one import runs at a time.
@ApplicationScoped
public class LabelStore {

    private static final String NODE = "platform";
    private static final Duration READING_MAX = Duration.ofSeconds(5);
    private static final String WAIT = "select set_config('idle_in_transaction_session_timeout', :millis, true)";
    private static final Executor THREADS =
            work -> Thread.ofVirtual().name("labels").start(work);

    /// What comes of an import.
    public sealed interface Outcome {

        record Written(WriteAnswer answer) implements Outcome {}

        record NotKept(Import because) implements Outcome {}

        /// Another import runs.
        record Busy() implements Outcome {}
    }

    private final Writes writes;
    private final LabelBook book;
    private final Vertx vertx;
    private final Duration transactionWaitMax;
    private final AtomicBoolean importing = new AtomicBoolean();

    LabelStore(Writes writes, LabelBook book, Vertx vertx, RouterCallConfiguration configuration) {
        this.writes = writes;
        this.book = book;
        this.vertx = vertx;
        this.transactionWaitMax = configuration.importTimeout().plus(READING_MAX);
    }

    public Uni<LabelViews> list() {
        return RouterAnswers.of(vertx, book::list);
    }

    /// @param read takes long, and is called on a thread of its own; what it throws is what comes of the import
    public Uni<Outcome> add(WriteOrder order, String name, Supplier<List<LabelledPrompt>> read) {
        return Uni.createFrom()
                .deferred(() -> importing.compareAndSet(false, true)
                        ? addOnly(order, name, read).onTermination().invoke(() -> importing.set(false))
                        : Uni.createFrom().item(new Outcome.Busy()));
    }

    private Uni<Outcome> addOnly(WriteOrder order, String name, Supplier<List<LabelledPrompt>> read) {
        return writes.run(
                        order,
                        session -> session.createNativeQuery(WAIT, String.class)
                                .setParameter("millis", Long.toString(transactionWaitMax.toMillis()))
                                .getSingleResult()
                                .flatMap(_ -> RouterAnswers.<Import>of(
                                        vertx,
                                        () -> CompletableFuture.supplyAsync(read, THREADS)
                                                .thenCompose(prompts -> book.add(name, prompts))))
                                .map(LabelStore::kept))
                .<Outcome>map(Outcome.Written::new)
                .onFailure(Undone.class)
                .recoverWithItem(undone -> new Outcome.NotKept(undone.answer(Import.class)));
    }

    private static Writes.Outcome kept(Import made) {
        return switch (made) {
            case Import.Kept kept -> changed(kept.kept());
            case Import.UnknownVariants _, Import.NoRoom _ -> throw new Undone(made);
        };
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
