package dev.cortado.router.profile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.cortado.contracts.unit.OrganisationId;
import dev.cortado.router.fake.VirtualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ProfilesTest {

    private static final OrganisationId OURS = new OrganisationId("ours");

    private final FakeProfileStore store = new FakeProfileStore();
    private final VirtualTime time = new VirtualTime();
    private final Profiles profiles = new Profiles(store, time, Duration.ofSeconds(2), Duration.ofMillis(200), 2);

    @Test
    void resolve_newestAndNamedVersion() {
        register("brand", 1);
        register("brand", 2);

        assertEquals("brand@2", found("brand").id());
        assertEquals("brand@1", found("brand@1").id());
        assertInstanceOf(Resolution.Unknown.class, resolve("brand@3"));
    }

    @Test
    void resolve_ofAnotherOrganisation_isUnknown() {
        register("brand", 1);

        Resolution theirs = profiles.resolve(new OrganisationId("theirs"), ProfileName.parse("brand"))
                .toCompletableFuture()
                .join();

        assertInstanceOf(Resolution.Unknown.class, theirs);
    }

    @Test
    void resolve_again_asksTheStoreOnlyOnceItIsOld() {
        register("brand", 1);
        found("brand");
        register("brand", 2);

        assertEquals(1, found("brand").version());
        time.pass(Duration.ofMillis(2_001));
        assertEquals(2, found("brand").version());
        assertEquals(2, store.asked);
    }

    @Test
    void resolve_whileTheStoreIsAway_standsByWhatIsInMemory() {
        register("brand", 1);
        found("brand");
        store.away = true;
        time.pass(Duration.ofMinutes(10));

        assertEquals("brand@1", found("brand").id());
        assertInstanceOf(Resolution.Unavailable.class, resolve("other"));
    }

    @Test
    void resolve_whileTheStoreHangs_waitsShortly_andStandsByWhatIsInMemory() {
        register("brand", 1);
        found("brand");
        store.hangs = true;
        time.pass(Duration.ofMinutes(10));

        CompletableFuture<Resolution> coming =
                profiles.resolve(OURS, ProfileName.parse("brand")).toCompletableFuture();
        assertFalse(coming.isDone());
        assertEquals("brand@1", found("brand").id(), "who comes meanwhile does not wait");
        assertEquals(2, store.asked);
        time.pass(Duration.ofMillis(200));
        assertEquals(
                "brand@1",
                assertInstanceOf(Resolution.Found.class, coming.join())
                        .profile()
                        .id());
    }

    @Test
    void resolve_removed_isUnknownOnceItIsOld_andAtOnceWhereItIsForgotten() {
        register("brand", 1);
        found("brand");
        store.all.clear();
        profiles.forget(OURS, "brand");

        assertInstanceOf(Resolution.Unknown.class, resolve("brand"));
    }

    @Test
    void parse_whatIsNoName_isRefused() {
        for (String wrong : new String[] {"", "a b", "@1", "brand@", "brand@0", "brand@x", "-x", "a".repeat(65)}) {
            assertThrows(IllegalArgumentException.class, () -> ProfileName.parse(wrong), wrong);
        }
    }

    private void register(String name, int version) {
        store.all.add(new Profile(OURS, name, version, "", "text " + version, Instant.EPOCH));
    }

    private Profile found(String name) {
        return assertInstanceOf(Resolution.Found.class, resolve(name)).profile();
    }

    private Resolution resolve(String name) {
        return profiles.resolve(OURS, ProfileName.parse(name))
                .toCompletableFuture()
                .join();
    }
}
