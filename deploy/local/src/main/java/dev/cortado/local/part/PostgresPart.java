package dev.cortado.local.part;

import dev.cortado.local.artefact.FileTree;
import dev.cortado.local.artefact.MavenStore;
import dev.cortado.local.process.Ending;
import dev.cortado.local.process.Launch;
import dev.cortado.local.process.Tool;
import dev.cortado.local.secret.PrivateFiles;
import dev.cortado.local.secret.Secrets;
import dev.cortado.local.settings.PartPort;
import dev.cortado.local.settings.SettingKey;
import dev.cortado.local.settings.Settings;
import dev.cortado.local.settings.SettingsException;
import dev.cortado.local.settings.Versions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// PostgreSQL, run from its own binaries: loopback only, no Unix socket, a password for everybody, and every
/// commit on disk before it is answered.
final class PostgresPart {
    private static final String ADMINISTRATOR = "cortado_administrator";

    private final Workshop shop;
    private final Path data;
    private final Path binaries;
    private final Databases databases;
    /// Roles and schemas outlive the process, so once is enough for as long as we supervise it.
    private volatile boolean arranged;

    PostgresPart(Workshop shop) {
        this.shop = shop;
        this.data = shop.data().postgres();
        this.binaries = shop.programs().place(MavenStore.Program.POSTGRES).resolve("bin");
        this.databases = new Databases(
                Workshop.LOOPBACK + ":" + shop.port(PartPort.POSTGRES),
                ADMINISTRATOR,
                shop.secrets().get(Secrets.Name.POSTGRES_ADMINISTRATOR),
                shop.secrets(),
                true);
    }

    PartPlan plan() {
        return new PartPlan(
                "postgres",
                Versions.of("postgres"),
                List.of(shop.port(PartPort.POSTGRES)),
                List.of(),
                () -> shop.missing(MavenStore.Program.POSTGRES),
                this::prepare,
                plain -> launch(),
                this::ready,
                Ending.Ask.INTERRUPT);
    }

    private void prepare() throws IOException, InterruptedException {
        if (Files.exists(data.resolve("PG_VERSION"))) {
            String major = Files.readString(data.resolve("PG_VERSION")).strip();
            if (!Versions.of("postgres").startsWith(major + ".")) {
                throw new IOException(data + " was made by PostgreSQL " + major + ", this is " + Versions.of("postgres")
                        + ": dump and restore it, or start with --fresh");
            }
            return;
        }
        Root root = Root.look();
        Path beside = data.resolveSibling("postgres.new");
        FileTree.delete(beside);
        PrivateFiles.directory(beside);
        Path password = shop.data().run().resolve("initdb.password");
        PrivateFiles.write(password, shop.secrets().get(Secrets.Name.POSTGRES_ADMINISTRATOR));
        if (root.otherOwner()) {
            run(List.of(), Root.giveTo(beside.toString()));
        }
        run(
                root.prefix(),
                List.of(
                        binaries.resolve("initdb").toString(),
                        "--pgdata=" + beside,
                        "--username=" + ADMINISTRATOR,
                        "--auth=scram-sha-256",
                        "--pwfile=" + password,
                        "--encoding=UTF8",
                        "--locale=C",
                        "--data-checksums"));
        Files.delete(password);
        Files.move(beside, data, StandardCopyOption.ATOMIC_MOVE);
    }

    private void run(List<String> prefix, List<String> command) throws IOException, InterruptedException {
        List<String> whole = new ArrayList<>(prefix);
        whole.addAll(command);
        Tool.Said said = Tool.run(shop.data().path(), Map.of("LC_ALL", "C"), Duration.ofMinutes(3), whole);
        if (!said.well()) {
            throw new IOException(command.getFirst() + ": " + said.tail(5));
        }
    }

    private Launch launch() throws InterruptedException {
        List<String> command = new ArrayList<>(Root.look().prefix());
        command.addAll(List.of(
                binaries.resolve("postgres").toString(),
                "-D",
                data.toString(),
                "-p",
                Integer.toString(shop.port(PartPort.POSTGRES))));
        for (String setting : List.of(
                "listen_addresses=" + Workshop.LOOPBACK,
                "unix_socket_directories=",
                "password_encryption=scram-sha-256",
                "fsync=on",
                "synchronous_commit=on",
                "full_page_writes=on",
                "shared_buffers=" + shop.settings().number(SettingKey.MEMORY_POSTGRES_MIB) + "MB",
                "log_min_messages=warning")) {
            command.add("-c");
            command.add(setting);
        }
        return shop.gently(new Launch(
                command, shop.environment(Map.of("LC_ALL", "C")), shop.data().path()));
    }

    private boolean ready() {
        try {
            databases.checkDurable();
            if (!arranged) {
                databases.arrange();
                arranged = true;
            }
            return true;
        } catch (SQLException e) {
            // 28P01: the server is there, but its password is another one than ours, which waiting does not mend.
            if ("28P01".equals(e.getSQLState())) {
                throw new IllegalStateException("the password in " + shop.data().secrets()
                        + " is not the one that the database was made with: restore it, or start with --fresh");
            }
            return false;
        }
    }

    /// The arranging of an external database, once, before anything that needs it.
    static Optional<Databases> external(Workshop shop) throws IOException {
        Optional<String> address = shop.settings().given(SettingKey.POSTGRES_URL);
        if (address.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Databases(
                address.get(),
                shop.settings().text(SettingKey.POSTGRES_ADMINISTRATOR),
                externalPassword(shop.settings()),
                shop.secrets(),
                shop.settings().on(SettingKey.POSTGRES_RESET_PASSWORDS)));
    }

    private static String externalPassword(Settings settings) throws IOException {
        String key = SettingKey.POSTGRES_PASSWORD_FILE.key();
        Path file = settings.place(SettingKey.POSTGRES_PASSWORD_FILE)
                .orElseThrow(() -> new SettingsException(SettingKey.POSTGRES_URL.key() + ": the password of its role "
                        + settings.text(SettingKey.POSTGRES_ADMINISTRATOR) + " is wanted; name its file by " + key));
        if (!Files.isReadable(file)) {
            throw new SettingsException(key + ": " + file + " cannot be read");
        }
        return Files.readString(file).strip();
    }
}
