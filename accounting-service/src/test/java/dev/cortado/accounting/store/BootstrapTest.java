package dev.cortado.accounting.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The bootstrap file on a database that has nothing of it.
@QuarkusTest
@QuarkusTestResource(value = TestPlatform.class, restrictToAnnotatedClass = true)
class BootstrapTest {

    private static final int INSTANCES = 8;

    @Inject
    Database database;

    @Inject
    Pool pool;

    @Test
    void instancesThatStartTogether_makeEachThingOnce_andNoneFails(@TempDir Path directory) throws IOException {
        String name = "b-" + UUID.randomUUID();
        Path file = Files.writeString(directory.resolve("bootstrap.json"), """
                {"organisation": {"id": "%1$s-o", "name": "%1$s"}, "team": {"id": "%1$s-t", "name": "team"},
                 "project": {"id": "%1$s-p", "name": "project"}}""".formatted(name));
        Bootstrap bootstrap = new Bootstrap(database, () -> Optional.of(file));

        Uni.join()
                .all(IntStream.range(0, INSTANCES)
                        .mapToObj(_ -> Uni.createFrom().deferred(bootstrap::apply))
                        .toList())
                .andFailFast()
                .await()
                .indefinitely();

        assertEquals(
                3,
                pool.preparedQuery("select count(*)::int from audit where actor = 'bootstrap' and node like $1")
                        .executeAndAwait(Tuple.of(name + "-%"))
                        .iterator()
                        .next()
                        .getInteger(0));
    }
}
