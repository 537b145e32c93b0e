package dev.cortado.local.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cortado.local.settings.DataDirectory;
import dev.cortado.local.settings.Places;
import dev.cortado.local.settings.SettingKey;
import dev.cortado.local.settings.Settings;
import dev.cortado.local.settings.SettingsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FreshTest {
    @TempDir
    private Path directory;

    private DataDirectory data;

    @BeforeEach
    void fill() throws IOException {
        data = new DataDirectory(directory.resolve("data"));
        Files.createDirectories(data.run());
        Files.createDirectories(data.secrets());
        Files.createDirectories(data.postgres().resolve("base"));
        Files.writeString(data.postgres().resolve("PG_VERSION"), "18");
        Files.writeString(data.madeVariants(), "{}");
    }

    @Test
    void delete_withoutTerminal_isRefusedUnlessAgreedTo() throws IOException {
        String message = refused(fresh(false));
        assertTrue(message.contains("--yes"), message);
        assertTrue(Files.exists(data.postgres().resolve("PG_VERSION")));

        fresh(true).delete();
        assertFalse(Files.exists(data.postgres()));
        assertFalse(Files.exists(data.secrets()));
        assertTrue(Files.exists(data.madeVariants()), "its files lie in the cache");
    }

    @Test
    void delete_onATerminal_isAsked() throws IOException {
        assertEquals("nothing was deleted", refused(answering("no")));
        assertTrue(Files.exists(data.postgres()));

        answering("Yes").delete();
        assertFalse(Files.exists(data.postgres()));
    }

    @Test
    void delete_ofADirectoryThatIsNoStacks_isRefused() throws IOException {
        Files.delete(data.secrets());
        String message = refused(fresh(true));
        assertTrue(message.contains("is not the data directory of a stack"), message);
        assertTrue(Files.exists(data.postgres()));
    }

    @Test
    void delete_besideAnExternalPart_isRefused_sinceItsDataNeedTheSecrets() {
        for (SettingKey external : List.of(SettingKey.POSTGRES_URL, SettingKey.KAFKA_BOOTSTRAP_SERVERS)) {
            Settings settings = settings().with(external, "db.example:1");
            String message = refused(new Fresh(settings, data, true, Optional.empty()));
            assertTrue(message.contains(external.key()), message);
            assertTrue(Files.exists(data.secrets()));
        }
    }

    private Fresh fresh(boolean agreed) {
        return new Fresh(settings(), data, agreed, Optional.empty());
    }

    private Settings settings() {
        return Settings.standard(Places.here())
                .with(SettingKey.DATA_DIR, data.path().toString());
    }

    private Fresh answering(String answer) {
        return new Fresh(settings(), data, false, Optional.of(question -> answer));
    }

    private static String refused(Fresh fresh) {
        return String.valueOf(
                assertThrows(SettingsException.class, fresh::delete).getMessage());
    }
}
