package dev.cortado.accounting.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The outbox of identity tasks, in SQL.
class IdentityTasksTest {

    private final TestDatabase at = TestDatabase.create();

    @AfterEach
    void close() {
        at.close();
    }

    @Test
    void tenants_orderWhatKeycloakMustHave() {
        tenant("a");
        at.execute("update organisation set state = 'suspended' where id = 'a'");
        at.execute("update organisation set state = 'suspended' where id = 'a'");
        at.execute("update organisation set state = 'active' where id = 'a'");
        assertEquals(
                List.of("create-organisation", "create-team", "suspend-organisation", "resume-organisation"),
                at.rows("select kind from identity_task order by id"));
        assertEquals("{\"team\": \"team\"}", at.text("select detail from identity_task where kind = 'create-team'"));
        assertEquals("pending", at.text("select identity_state('a')"));
    }

    @Test
    void rolledBackTenant_ordersNothing() {
        at.execute("begin; insert into organisation (id, name) values ('a', 'a'); rollback");
        assertEquals(0, at.number("select count(*) from identity_task"));
    }

    @Test
    void tasksOfOneOrganisation_areTakenInOrderAndThoseOfOthersBeside() {
        tenant("a");
        tenant("b");
        assertEquals(List.of("a create-organisation", "b create-organisation"), take());
        assertEquals(List.of(), take());
        finish("a", "done");
        assertEquals(List.of("a create-team"), take());
    }

    @Test
    void failedTask_holdsUpNothingAndIsShown() {
        tenant("a");
        take();
        at.execute("select finish_identity_task(id, taken, 'failed', interval '0', 'no such realm role') "
                + "from identity_task where kind = 'create-organisation'");
        assertEquals(List.of("a create-team"), take());
        finish("a", "done");
        assertEquals("failed: no such realm role", at.text("select identity_state('a')"));
    }

    @Test
    void taskThatComesLater_isNotDueBefore() {
        tenant("a");
        take();
        at.execute("select finish_identity_task(id, taken, 'pending', interval '1 hour', 'away') "
                + "from identity_task where kind = 'create-organisation'");
        assertEquals(List.of(), take());
        assertEquals("pending: away", at.text("select identity_state('a')"));
        at.execute("update identity_task set next_at = clock_timestamp()");
        assertEquals(List.of("a create-organisation"), take());
    }

    @Test
    void instanceThatFellAsleepOverATask_cannotFinishIt() {
        tenant("a");
        at.rows("select id from take_identity_tasks(1, interval '0')");
        at.rows("select id from take_identity_tasks(1, interval '1 hour')");
        assertEquals(
                "f", at.text("select finish_identity_task(min(id), 1, 'done', interval '0', '') from identity_task"));
        assertEquals(
                "t", at.text("select finish_identity_task(min(id), 2, 'done', interval '0', '') from identity_task"));
    }

    @Test
    void everythingDone_isProvisioned() {
        tenant("a");
        take();
        finish("a", "done");
        take();
        finish("a", "done");
        assertEquals("provisioned", at.text("select identity_state('a')"));
    }

    private void tenant(String id) {
        at.execute("insert into organisation (id, name) values ('" + id + "', '" + id + "')");
        at.execute("insert into team (id, organisation, name) values ('team-" + id + "', '" + id + "', 'team')");
    }

    private List<String> take() {
        return at.rows(
                "select organisation || ' ' || kind from take_identity_tasks(10, interval '1 hour') order by id");
    }

    private void finish(String organisation, String state) {
        at.rows("select finish_identity_task(id, taken, '" + state + "', interval '0', '') from identity_task "
                + "where organisation = '" + organisation + "' and taken > 0 and state = 'pending'");
    }
}
