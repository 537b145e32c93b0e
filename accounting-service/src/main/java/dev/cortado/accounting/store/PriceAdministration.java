package dev.cortado.accounting.store;

import dev.cortado.accounting.pricing.PriceBook;
import dev.cortado.accounting.store.Writes.Change;
import dev.cortado.accounting.store.Writes.Outcome;
import dev.cortado.accounting.tenant.WriteAnswer;
import dev.cortado.accounting.tenant.WriteOrder;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/// Publishes price books. A version is written once; the newest is in force.
@ApplicationScoped
public class PriceAdministration {

    private final Writes writes;

    PriceAdministration(Writes writes) {
        this.writes = writes;
    }

    public Uni<WriteAnswer> publish(WriteOrder order, PriceBook book, Object view) {
        return writes.run(
                        order,
                        session -> session.persist(
                                        new PriceVersionEntity(book.version().value(), book.effectiveAt()))
                                .chain(session::flush)
                                .chain(() -> session.persistAll(book.rows().stream()
                                        .map(PriceEntity::new)
                                        .toArray()))
                                .chain(() -> session.createNativeQuery(
                                                "select cast(pg_notify('accounting_changes', '{\"change\": \"prices\"}') as text)",
                                                String.class)
                                        .getSingleResult())
                                .replaceWith(() -> (Outcome) new Outcome.Changed(
                                        new Change("prices/" + book.version().value(), false, view, view))))
                .map(answer -> answer instanceof WriteAnswer.Conflict taken
                                && taken.field().equals("name")
                        ? new WriteAnswer.Conflict("version", "this version, or a row of it, is there already")
                        : answer);
    }
}
