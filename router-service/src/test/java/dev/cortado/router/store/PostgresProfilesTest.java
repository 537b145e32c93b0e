package dev.cortado.router.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cortado.contracts.unit.OrganisationId;
import dev.cortado.router.fake.Postgres;
import dev.cortado.router.profile.Profile;
import dev.cortado.router.profile.ProfileLimits;
import dev.cortado.router.profile.ProfileName;
import dev.cortado.router.profile.ProfileStore.Draft;
import dev.cortado.router.profile.ProfileStore.Registering;
import dev.cortado.router.profile.ProfileSummary;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Profiles on a real PostgreSQL.
class PostgresProfilesTest {

    private static final OrganisationId OURS = new OrganisationId("ours");
    private static final ProfileLimits LIMITS = new ProfileLimits(100, 3, 4);

    private static final Vertx vertx = Vertx.vertx();
    private static final Pool pool = PgBuilder.pool()
            .using(vertx)
            .connectingTo(new PgConnectOptions()
                    .setHost("127.0.0.1")
                    .setPort(Postgres.port())
                    .setDatabase("postgres")
                    .setUser("router")
                    .setPassword("router"))
            .with(new PoolOptions().setMaxSize(4))
            .build();

    private final PostgresProfiles store = new PostgresProfiles(pool);

    @BeforeAll
    static void migrate() {
        Flyway.configure()
                .dataSource("jdbc:postgresql://127.0.0.1:" + Postgres.port() + "/postgres", "router", "router")
                .schemas("router")
                .load()
                .migrate();
    }

    @AfterAll
    static void close() {
        pool.close().toCompletionStage().toCompletableFuture().join();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @BeforeEach
    void empty() {
        join(pool.query("truncate router.profile cascade").execute().toCompletionStage());
    }

    @Test
    void register_anotherText_isTheNextVersion_andTheSameTextIsNone() {
        assertEquals(1, registered("brand", "one").version());
        assertEquals(2, registered("brand", "two").version());
        assertEquals(2, registered("brand", "two").version());
        assertEquals(3, registered("brand", "one").version());

        assertEquals("two", find("brand@2").orElseThrow().text());
        assertEquals("one", find("brand").orElseThrow().text());
        assertEquals(
                List.of(3, 2, 1),
                join(store.versions(OURS, "brand", Integer.MAX_VALUE, 10)).stream()
                        .map(ProfileSummary::version)
                        .toList());
    }

    @Test
    void remove_thenRegisterAgain_countsOn() {
        registered("brand", "one");
        registered("brand", "two");

        assertEquals(2, join(store.remove(OURS, "brand")).orElseThrow().version());
        assertTrue(find("brand").isEmpty());
        assertTrue(find("brand@1").isEmpty());
        assertTrue(join(store.remove(OURS, "brand")).isEmpty());
        assertEquals(3, registered("brand", "one").version());
    }

    @Test
    void list_showsTheNewestOfEach_byName_behindTheOneGiven() {
        registered("b", "one");
        registered("b", "two");
        registered("a", "one");

        List<ProfileSummary> all = join(store.list(OURS, "", 10));
        assertEquals(List.of("a", "b"), all.stream().map(ProfileSummary::name).toList());
        assertEquals(2, all.getLast().version());
        assertEquals(1, join(store.list(OURS, "a", 10)).size());
        assertTrue(join(store.list(new OrganisationId("theirs"), "", 10)).isEmpty());
    }

    @Test
    void register_pastTheLimits_isRefused() {
        for (String name : List.of("a", "b", "c")) {
            registered(name, "one");
        }

        assertInstanceOf(Registering.LimitReached.class, register("d", "one"));
        for (String text : List.of("two", "three", "four")) {
            registered("a", text);
        }
        assertInstanceOf(Registering.LimitReached.class, register("a", "five"));
        assertInstanceOf(Registering.Registered.class, register("b", "two"));
    }

    @Test
    void register_atOnce_eachGetsANumberOfItsOwn() {
        List<CompletionStage<Registering>> asked = IntStream.range(0, 4)
                .mapToObj(i -> store.register(OURS, new Draft("brand", "", "text " + i), LIMITS))
                .toList();

        assertEquals(
                List.of(1, 2, 3, 4),
                asked.stream()
                        .map(each -> assertInstanceOf(Registering.Registered.class, join(each))
                                .profile()
                                .version())
                        .sorted()
                        .toList());
    }

    private Profile registered(String name, String text) {
        return assertInstanceOf(Registering.Registered.class, register(name, text))
                .profile();
    }

    private Registering register(String name, String text) {
        return join(store.register(OURS, new Draft(name, "", text), LIMITS));
    }

    private Optional<Profile> find(String name) {
        return join(store.find(OURS, ProfileName.parse(name)));
    }

    private static <T> T join(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }
}
