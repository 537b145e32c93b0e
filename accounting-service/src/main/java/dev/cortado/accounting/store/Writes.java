package dev.cortado.accounting.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cortado.accounting.tenant.WriteAnswer;
import dev.cortado.accounting.tenant.WriteOrder;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.hibernate.reactive.mutiny.Mutiny;

/// Administrative writes: one transaction holds the change, its audit row, the news of it for routers and gateways,
/// and, under its Idempotency-Key, the answer.
@ApplicationScoped
public class Writes {

    private static final String UNIQUE_VIOLATION = "23505";
    private static final String CLAIM = """
            insert into idempotent_write (actor, key, request_hash, status, answer)
            values (:actor, :key, decode(:hash, 'hex'), 0, '{}') on conflict do nothing""";
    private static final String REPLAY = """
            select case when request_hash = decode(:hash, 'hex') then cast(answer as text) end
            from idempotent_write where actor = :actor and key = :key""";
    private static final String KEEP = """
            update idempotent_write set status = 200, answer = cast(cast(:answer as text) as jsonb)
            where actor = :actor and key = :key""";
    private static final String AUDIT = """
            insert into audit (actor, action, node, detail, before, after)
            values (:actor, :action, :node, cast(cast(:detail as text) as jsonb), cast(nullif(cast(:before as text), '') as jsonb),
                cast(cast(:after as text) as jsonb))""";

    /// What a change did: the node it changed, what to answer, and what of that may be kept.
    ///
    /// @param news whether routers and gateways must hear of the node
    /// @param before what was there, as it is kept; empty where nothing was
    record Change(String node, boolean news, Object answer, Object kept, Optional<Object> before) {

        Change(String node, boolean news, Object answer, Object kept) {
            this(node, news, answer, kept, Optional.empty());
        }
    }

    /// What a change comes to, inside its transaction.
    sealed interface Outcome {
        record Changed(Change change) implements Outcome {}

        record Refused(WriteAnswer answer) implements Outcome {}
    }

    private final Mutiny.SessionFactory factory;
    private final Database database;
    private final ObjectMapper json;

    Writes(Mutiny.SessionFactory factory, Database database, ObjectMapper json) {
        this.factory = factory;
        this.database = database;
        this.json = json;
    }

    Mutiny.SessionFactory factory() {
        return factory;
    }

    /// What is answered as done, now or when it came first, the synchronous standby has.
    Uni<WriteAnswer> run(WriteOrder order, Function<Mutiny.Session, Uni<Outcome>> change) {
        return factory.withTransaction((session, transaction) -> replay(session, order)
                        .flatMap(earlier -> earlier.isPresent()
                                ? Uni.createFrom().item(earlier.get())
                                : change.apply(session).flatMap(outcome -> switch (outcome) {
                                    case Outcome.Changed changed -> keep(session, order, changed.change());
                                    case Outcome.Refused refused -> {
                                        transaction.markForRollback();
                                        yield Uni.createFrom().item(refused.answer());
                                    }
                                })))
                .call(answer -> answer instanceof WriteAnswer.Done
                        ? database.prove()
                        : Uni.createFrom().voidItem())
                .onFailure(Writes::isTaken)
                .recoverWithItem(new WriteAnswer.Conflict("name", "there is one of that name here already"));
    }

    /// Of what is no more: what the same write was answered before. Any other is told that it is missing,
    /// also under a used key, which would tell it from what is another's.
    Uni<WriteAnswer> repeat(WriteOrder order, WriteAnswer.Missing missing) {
        return run(order, session -> Uni.createFrom().item(new Outcome.Refused(missing)))
                .map(answer -> answer instanceof WriteAnswer.Done ? answer : missing);
    }

    private Uni<Optional<WriteAnswer>> replay(Mutiny.Session session, WriteOrder order) {
        String key = order.idempotencyKey();
        String hash = order.requestHash();
        return session.createNativeQuery(CLAIM)
                .setParameter("actor", order.actor())
                .setParameter("key", key)
                .setParameter("hash", hash)
                .executeUpdate()
                .flatMap(claimed -> claimed == 1
                        ? Uni.createFrom().item(Optional.<WriteAnswer>empty())
                        : session.createNativeQuery(REPLAY, String.class)
                                .setParameter("actor", order.actor())
                                .setParameter("key", key)
                                .setParameter("hash", hash)
                                .getSingleResultOrNull()
                                .map(answer -> Optional.of(
                                        answer == null
                                                ? new WriteAnswer.Conflict(
                                                        "Idempotency-Key",
                                                        "this key came with another request before; use a new key")
                                                : new WriteAnswer.Done(answer, true))));
    }

    private Uni<WriteAnswer> keep(Mutiny.Session session, WriteOrder order, Change change) {
        Uni<Void> flushed = session.flush();
        if (change.news()) {
            flushed = flushed.chain(() -> session.createNativeQuery("select change_tenant_node(:node)", Long.class)
                    .setParameter("node", change.node())
                    .getSingleResult()
                    .replaceWithVoid());
        }
        return flushed.chain(() -> session.createNativeQuery(AUDIT)
                        .setParameter("actor", order.actor())
                        .setParameter("action", order.action())
                        .setParameter("node", change.node())
                        .setParameter("detail", text(Map.of("request", order.fingerprint())))
                        .setParameter("before", change.before().map(this::text).orElse(""))
                        .setParameter("after", text(change.kept()))
                        .executeUpdate())
                .chain(() -> session.createNativeQuery(KEEP)
                        .setParameter("actor", order.actor())
                        .setParameter("key", order.idempotencyKey())
                        .setParameter("answer", text(change.kept()))
                        .executeUpdate())
                .replaceWith(() -> new WriteAnswer.Done(text(change.answer()), false));
    }

    private String text(Object value) {
        try {
            return json.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a view cannot be written as JSON", e);
        }
    }

    private static boolean isTaken(Throwable failure) {
        return Database.sqlState(failure).equals(Optional.of(UNIQUE_VIOLATION));
    }
}
