package dev.cortado.gateway.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cortado.contracts.unit.OrganisationId;
import dev.cortado.contracts.unit.ProjectId;
import dev.cortado.contracts.unit.ReservationId;
import dev.cortado.gateway.configuration.IdempotencyConfiguration;
import dev.cortado.gateway.fake.FakePlatformResource;
import dev.cortado.gateway.idempotency.Claim;
import dev.cortado.gateway.idempotency.Claiming;
import dev.cortado.gateway.idempotency.IdempotencyKey;
import dev.cortado.gateway.idempotency.KeptAnswer;
import dev.cortado.gateway.idempotency.KeyOwner;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetServer;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(FakePlatformResource.class)
class PostgresClaimsTest {

    private static final KeyOwner OWNER = new KeyOwner(new OrganisationId("o"), new ProjectId("p"), "key:1");
    private static final IdempotencyKey KEY = new IdempotencyKey("k", "00");

    @Inject
    Pool pool;

    @Inject
    Vertx vertx;

    @Inject
    IdempotencyConfiguration configuration;

    private final ReservationId reservation = ReservationId.at(Instant.now());

    @BeforeEach
    void empty() throws Exception {
        for (int i = 0; i < 100; i++) {
            try {
                sql("truncate idempotency");
                return;
            } catch (java.util.concurrent.CompletionException migrating) {
                Thread.sleep(100);
            }
        }
    }

    private PostgresClaims claims() {
        return new PostgresClaims(pool, configuration);
    }

    private static <T> T join(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private int sql(String statement) {
        return pool.query(statement)
                .execute()
                .toCompletionStage()
                .toCompletableFuture()
                .join()
                .rowCount();
    }

    private Claim claimed(IdempotencyKey key) throws Exception {
        return assertInstanceOf(Claiming.Claimed.class, join(claims().claim(OWNER, key)))
                .claim();
    }

    private Claim routed(IdempotencyKey key) throws Exception {
        Claim claim = claimed(key);
        assertTrue(join(claims().routed(claim, reservation)));
        return claim;
    }

    @Test
    void claim_manyGatewaysAtOnce_oneGetsIt() throws Exception {
        List<CompletionStage<Claiming>> all = new ArrayList<>();
        for (int gateway = 0; gateway < 64; gateway++) {
            all.add(claims().claim(OWNER, KEY));
        }
        int claimed = 0;
        for (CompletionStage<Claiming> one : all) {
            Claiming claiming = join(one);
            claimed += claiming instanceof Claiming.Claimed ? 1 : 0;
            assertTrue(
                    claiming instanceof Claiming.Claimed || claiming instanceof Claiming.InFlight, claiming.toString());
        }
        assertEquals(1, claimed);
    }

    @Test
    void claim_ofASilentGateway_isTakenOver_andItsOldHolderChangesNothing() throws Exception {
        Claim silent = routed(KEY);
        sql("update idempotency set claimed_until = now()");
        Claim next = claimed(KEY);
        assertEquals(reservation, next.rerunOf());
        assertFalse(join(claims().routed(silent, ReservationId.at(Instant.now()))));
        join(claims().answered(silent, new KeptAnswer(reservation, "text/plain", "too late")));
        join(claims().lost(silent));
        join(claims().free(silent));
        assertInstanceOf(Claiming.InFlight.class, join(claims().claim(OWNER, KEY)));
        KeptAnswer answer = new KeptAnswer(ReservationId.at(Instant.now()), "text/plain", "in time");
        join(claims().answered(next, answer));
        assertEquals(new Claiming.Answered(answer), join(claims().claim(OWNER, KEY)));
    }

    @Test
    void claim_ofASilentGatewayThatNeverRouted_isNoRerun() throws Exception {
        claimed(KEY);
        sql("update idempotency set claimed_until = now()");
        assertNull(claimed(KEY).rerunOf());
    }

    @Test
    void rerun_thatCostNothing_doesNotCountAndStaysARerun() throws Exception {
        join(claims().lost(routed(KEY)));
        for (int run = 0; run < 10; run++) {
            Claim rerun = claimed(KEY);
            assertEquals(reservation, rerun.rerunOf());
            join(claims().free(rerun));
        }
    }

    @Test
    void rerun_keepsNamingTheFirstReservation_asOftenAsItMayRun() throws Exception {
        join(claims().lost(routed(KEY)));
        for (int run = 0; run < configuration.rerunsMax(); run++) {
            Claim rerun = claimed(KEY);
            assertEquals(reservation, rerun.rerunOf());
            assertTrue(join(claims().routed(rerun, ReservationId.at(Instant.now()))));
            join(claims().lost(rerun));
        }
        assertEquals(new Claiming.LostTooOften(configuration.rerunsMax() + 1), join(claims().claim(OWNER, KEY)));
    }

    @Test
    void free_firstRun_forgetsTheKey_alsoForAnotherBody() throws Exception {
        join(claims().free(routed(KEY)));
        assertNull(claimed(new IdempotencyKey("k", "11")).rerunOf());
    }

    @Test
    void key_pastItsRetention_isForgotten_andDeleted() throws Exception {
        join(claims().answered(routed(KEY), new KeptAnswer(reservation, "text/plain", "old")));
        sql("update idempotency set expires_at = now()");
        assertNull(claimed(new IdempotencyKey("k", "11")).rerunOf());
        sql("update idempotency set expires_at = now()");
        pool.preparedQuery(Statements.DELETE_OLD)
                .execute(io.vertx.sqlclient.Tuple.of(1000))
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        assertEquals(0, sql("select 1 from idempotency"));
    }

    @Test
    void answer_withAnyCharacter_isKept() throws Exception {
        KeptAnswer answer = new KeptAnswer(reservation, "text/plain", "\uD83D\uDE00 \u00E9 \n\t'\"\\");
        join(claims().answered(routed(KEY), answer));
        assertEquals(new Claiming.Answered(answer), join(claims().claim(OWNER, KEY)));
    }

    @Test
    void databaseThatRefusesOrIsSilent_isUnavailableInTime() throws Exception {
        NetServer silent = vertx.createNetServer()
                .connectHandler(_ -> {})
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(5, TimeUnit.SECONDS);
        for (int port : new int[] {1, silent.actualPort()}) {
            PgConnectOptions options = new PgConnectOptions()
                    .setHost("127.0.0.1")
                    .setPort(port)
                    .setUser("gateway")
                    .setPassword("gateway")
                    .setDatabase("postgres");
            Pool away = Pool.pool(vertx, options, new PoolOptions().setMaxSize(1));
            PostgresClaims claims = new PostgresClaims(away, configuration);
            long begun = System.nanoTime();
            assertInstanceOf(Claiming.Unavailable.class, join(claims.claim(OWNER, KEY)));
            assertTrue(System.nanoTime() - begun < TimeUnit.SECONDS.toNanos(9));
            away.close();
        }
        silent.close();
    }
}
