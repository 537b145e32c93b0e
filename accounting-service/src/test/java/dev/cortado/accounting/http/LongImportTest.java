package dev.cortado.accounting.http;

import static dev.cortado.accounting.http.Callers.admin;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.cortado.accounting.predictor.FakeLabelBook;
import dev.cortado.accounting.store.TestPlatform;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// An import of labels for which the routers take longer than transactions may idle elsewhere, as in production.
@QuarkusTest
@QuarkusTestResource(TestPlatform.class)
@QuarkusTestResource(value = LongImportTest.ShortIdle.class, restrictToAnnotatedClass = true)
class LongImportTest {

    /// Transactions may idle for a second.
    public static final class ShortIdle implements QuarkusTestResourceLifecycleManager {

        @Override
        public Map<String, String> start() {
            return Map.of(
                    "quarkus.datasource.reactive.additional-properties.idle_in_transaction_session_timeout", "1000");
        }

        /// Behind the platform's, whose value it replaces.
        @Override
        public int order() {
            return 1;
        }

        @Override
        public void stop() {}
    }

    private static final String SETS = "/v1/label-sets";

    /// Apart from the common pool, which the book answers on.
    private static final Executor THREADS = work -> Thread.ofVirtual().start(work);

    @Inject
    FakeLabelBook book;

    @Test
    void anImport_isWaitedFor_andAnotherMustWait() {
        CompletableFuture<Void> open = new CompletableFuture<>();
        book.holdUntil(open);
        CompletableFuture<ValidatableResponse> first = CompletableFuture.supplyAsync(() -> add("One?"), THREADS);
        book.awaitImport();
        add("Two?").statusCode(503).header("Retry-After", "1").body("type", equalTo("urn:cortado:problem:busy"));
        open.completeOnTimeout(null, 1_500, TimeUnit.MILLISECONDS).join();
        first.join().statusCode(201).body("isNew", equalTo(true));
        admin().get("/v1/audit?limit=1").then().body(containsString("import labels"));

        add("Two?").statusCode(201);
        admin().get(SETS).then().body("sets.size()", equalTo(2));
    }

    private static ValidatableResponse add(String prompt) {
        return admin().contentType("text/csv")
                .body("prompt,variant,score\n" + prompt + ",small-1,1\n")
                .post(SETS + "?name=mine.csv")
                .then();
    }
}
