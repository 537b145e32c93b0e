package dev.cortado.accounting.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Deliveries to webhooks, in SQL.
class WebhookDeliveriesTest {

    private static final String SLOW = "hook-slow000000000000";
    private static final String QUICK = "hook-quick00000000000";

    private final TestDatabase at = TestDatabase.create();

    @BeforeEach
    void order() {
        at.execute("insert into organisation (id, name) values ('org', 'org')");
        for (String webhook : List.of(SLOW, QUICK)) {
            at.execute("insert into webhook (id, organisation, url, secret, sealed_with) values ('" + webhook
                    + "', 'org', 'https://hooks.example.org/', '', 'k')");
        }
        for (String event : List.of("1", "2")) {
            at.execute("insert into webhook_delivery (webhook, event_id, body, give_up_at) select id, '" + event
                    + "', '{}', clock_timestamp() + interval '1 day' from webhook order by id desc");
        }
    }

    @AfterEach
    void close() {
        at.close();
    }

    @Test
    void webhookThatDoesNotAnswer_holdsUpNoOther() {
        assertEquals(List.of(SLOW + " 1", QUICK + " 1"), take());
        assertEquals(List.of(), take());
        finish(QUICK, "delivered");
        assertEquals(List.of(QUICK + " 2"), take());
    }

    @Test
    void failedDelivery_waitsWhileOthersOfTheWebhookGoOn() {
        take();
        at.rows(
                "select finish_webhook_delivery(id, taken, 'pending', interval '1 hour', 500, 'the receiver answered 500') "
                        + "from webhook_delivery where taken > 0 and webhook = '" + SLOW + "'");
        assertEquals(List.of(SLOW + " 2"), take());
    }

    @Test
    void instanceThatDied_leavesItsDeliveryToAnother_andCannotFinishItLater() {
        at.execute("delete from webhook_delivery where id > (select min(id) from webhook_delivery)");
        at.rows("select id from take_webhook_deliveries(1, interval '0')");
        at.rows("select id from take_webhook_deliveries(1, interval '1 hour')");
        assertEquals(
                "f",
                at.text("select finish_webhook_delivery(id, 1, 'delivered', interval '0', 200, '') "
                        + "from webhook_delivery where taken = 2"));
        assertEquals(
                "t",
                at.text("select finish_webhook_delivery(id, 2, 'delivered', interval '0', 200, '') "
                        + "from webhook_delivery where taken = 2"));
    }

    @Test
    void deadDelivery_isKeptToBeSeen() {
        take();
        finish(SLOW, "dead");
        assertEquals(
                "dead",
                at.text("select state from webhook_delivery where webhook = '" + SLOW + "' and event_id = '1'"));
    }

    private List<String> take() {
        return at.rows(
                "select webhook || ' ' || event_id from take_webhook_deliveries(10, interval '1 hour') order by id");
    }

    private void finish(String webhook, String state) {
        at.rows("select finish_webhook_delivery(id, taken, '" + state + "', interval '0', 200, '') "
                + "from webhook_delivery where webhook = '" + webhook + "' and taken > 0 and state = 'pending'");
    }
}
