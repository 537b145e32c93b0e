package dev.cortado.accounting.grpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cortado.accounting.store.TestPlatform;
import dev.cortado.contracts.v1.HeartbeatRequest;
import dev.cortado.contracts.v1.LeaseRequest;
import dev.cortado.contracts.v1.RegisterRequest;
import dev.cortado.contracts.v1.SessionClass;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.quarkus.grpc.GrpcService;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.pgclient.PgException;
import jakarta.inject.Inject;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// A service whose broker is away does not know what the log has.
@QuarkusTest
@QuarkusTestResource(TestPlatform.class)
class GrantsRefusedTest {

    private static final Duration WAIT = Duration.ofSeconds(10);

    @Inject
    @GrpcService
    SessionEndpoint endpoint;

    @Test
    void whileTheLogWasNotLookedAt_nothingIsOpenedAndNothingGranted() {
        Status register = refused(endpoint.register(RegisterRequest.newBuilder()
                .setRouter("router")
                .setClass_(SessionClass.SESSION_CLASS_SHORT)
                .build()));
        assertEquals(Status.Code.UNAVAILABLE, register.getCode());
        assertTrue(String.valueOf(register.getDescription()).contains("usage log's end"), register.toString());
        assertEquals(
                register.getDescription(),
                refused(endpoint.lease(LeaseRequest.newBuilder()
                                .setRequestId("request")
                                .build()))
                        .getDescription());
    }

    @Test
    void heartbeatsGoOn() {
        assertTrue(
                endpoint.heartbeat(HeartbeatRequest.newBuilder().setSessionId(1).build())
                        .await()
                        .atMost(WAIT)
                        .getEnded());
    }

    @Test
    void holdOfTheBooks_isUnavailableInTheirWords() {
        Throwable failure = Failures.status(new PgException(
                "the books were set back: nothing is granted until 2026-11-29T12:00:00Z", "ERROR", "CA003", ""));

        Status status = assertInstanceOf(StatusRuntimeException.class, failure).getStatus();
        assertEquals(Status.Code.UNAVAILABLE, status.getCode());
        assertEquals("the books were set back: nothing is granted until 2026-11-29T12:00:00Z", status.getDescription());
    }

    private static Status refused(Uni<?> call) {
        return assertThrows(StatusRuntimeException.class, () -> call.await().atMost(WAIT))
                .getStatus();
    }
}
