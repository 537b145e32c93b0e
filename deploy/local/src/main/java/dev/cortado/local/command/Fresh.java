package dev.cortado.local.command;

import dev.cortado.local.artefact.FileTree;
import dev.cortado.local.settings.DataDirectory;
import dev.cortado.local.settings.SettingKey;
import dev.cortado.local.settings.Settings;
import dev.cortado.local.settings.SettingsException;
import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The deletion of a stack's data before a start. Nothing is deleted that nobody agreed to.
///
/// @param settings of the stack that is to start
/// @param agreed whether the person said beforehand that it need not be asked
/// @param terminal where it is asked; empty where nobody can answer
record Fresh(Settings settings, DataDirectory data, boolean agreed, Optional<Terminal> terminal) {
    private static final List<String> DELETED =
            List.of("postgres", "postgres.new", "kafka", "keycloak", "models", "logs", "run", "secrets");

    /// Where a person answers.
    interface Terminal {
        /// @return null where the input has ended
        @Nullable
        String ask(String question);
    }

    /// On this process's own terminal, if it has one.
    static Fresh here(Settings settings, boolean agreed) {
        return new Fresh(
                settings,
                new DataDirectory(settings.dataDirectory()),
                agreed,
                Optional.ofNullable(System.console())
                        .filter(Console::isTerminal)
                        .map(console -> question -> console.readLine("%s", question)));
    }

    /// Refuses what `delete` would refuse without asking, before anything else is done.
    void check() {
        if (!Files.exists(data.path())) {
            return;
        }
        // Never a directory that is not a stack's: a wrong --data-dir must not cost anybody's files.
        if (!Files.exists(data.run()) || !Files.exists(data.secrets())) {
            throw new SettingsException(data.path() + " is not the data directory of a stack; nothing was deleted");
        }
        for (SettingKey external : List.of(SettingKey.POSTGRES_URL, SettingKey.KAFKA_BOOTSTRAP_SERVERS)) {
            if (settings.given(external).isPresent()) {
                throw new SettingsException("--fresh cannot empty what " + external.key() + " names, and what lies"
                        + " there needs the passwords and keys in " + data.secrets() + "; nothing was deleted");
            }
        }
        if (!agreed && terminal.isEmpty()) {
            throw new SettingsException("--fresh deletes databases, logs and secrets in " + data.path()
                    + ", and there is no terminal to ask on: add --yes if that is meant; nothing was deleted");
        }
    }

    /// Asks where that is needed, and deletes.
    void delete() throws IOException {
        check();
        if (!agreed && terminal.isPresent()) {
            String answer = terminal.get().ask("Delete databases, logs and secrets in " + data.path() + "? [y/N] ");
            if (answer == null || !answer.strip().toLowerCase(Locale.ROOT).startsWith("y")) {
                throw new SettingsException("nothing was deleted");
            }
        }
        for (String name : DELETED) {
            FileTree.delete(data.path().resolve(name));
        }
    }
}
