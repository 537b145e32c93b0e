package dev.cortado.inference.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cortado.contracts.unit.VariantId;
import dev.cortado.inference.engine.AdaptedEngine;
import dev.cortado.inference.engine.AdapterLoading;
import dev.cortado.inference.engine.Conversation;
import dev.cortado.inference.engine.Engine;
import dev.cortado.inference.engine.EngineDescription;
import dev.cortado.inference.engine.GenerationListener;
import dev.cortado.inference.engine.GenerationOrder;
import dev.cortado.inference.engine.ModelLoader;
import dev.cortado.inference.engine.Occupancy;
import dev.cortado.inference.engine.PromptPreparation;
import dev.cortado.inference.engine.Submission;
import dev.cortado.inference.engine.TemplateOverhead;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VariantsTest {

    private static final VariantId SMALL = new VariantId("small");
    private static final VariantId MEDIUM = new VariantId("medium");
    private static final VariantId BRAND = new VariantId("small-brand");

    @TempDir
    private Path directory;

    private final List<String> told = new CopyOnWriteArrayList<>();
    private final List<String> loaded = new CopyOnWriteArrayList<>();
    private Variants variants;
    private Thread loading;

    @BeforeEach
    void plan() {
        variants = new Variants(
                new AwaitingLoader(),
                List.of(plan(MEDIUM), plan(SMALL)),
                Duration.ofMillis(5),
                () -> {},
                (plan, status) -> told.add(plan.id() + " " + status.getClass().getSimpleName()));
        loading = new Thread(variants::loadAll);
    }

    @AfterEach
    void close() throws InterruptedException {
        variants.close();
        loading.join();
    }

    @Test
    void loadAll_fileThatIsThere_isServedWhileAnotherIsAwaited() throws Exception {
        lay("small");
        loading.start();
        await(() -> ready(SMALL));

        await(() -> variants.status(MEDIUM).orElseThrow().equals(new VariantStatus.Loading("waits for medium")));
        assertTrue(variants.anyReady());
        assertEquals(List.of("small"), loaded);
    }

    @Test
    void loadAll_fileThatComesLater_isLoadedWithoutDisturbingTheOther() throws Exception {
        lay("small");
        loading.start();
        await(() -> ready(SMALL));
        Engine before = engine(SMALL);

        lay("medium");
        await(() -> ready(MEDIUM));

        loading.join(TimeUnit.SECONDS.toMillis(5));
        assertFalse(loading.isAlive());
        assertEquals(List.of("small", "medium"), loaded);
        assertEquals(before, engine(SMALL));
    }

    @Test
    void loadAll_whileAFileIsAwaited_saysSoOnce() throws Exception {
        loading.start();
        await(() -> told.size() >= 2);
        Thread.sleep(50);

        assertEquals(List.of("medium Loading", "small Loading"), told);
    }

    @Test
    void close_whileAFileIsAwaited_endsTheLoading() throws Exception {
        loading.start();
        await(() -> told.size() >= 2);

        variants.close();

        loading.join(TimeUnit.SECONDS.toMillis(5));
        assertFalse(loading.isAlive());
        lay("small");
        assertEquals(List.of(), loaded);
    }

    @Test
    void loadAll_adapter_isLoadedOntoItsBaseOnceThatIsReady() throws Exception {
        variants = variants(List.of(adapted("brand", SMALL), plan(SMALL)));
        loading = new Thread(variants::loadAll);
        lay("brand");
        loading.start();
        await(() -> variants.status(BRAND).orElseThrow().equals(new VariantStatus.Loading("waits for its base small")));
        lay("small");
        await(() -> ready(BRAND));
        assertEquals(Set.of("brand"), engine(SMALL).adapters());
        assertInstanceOf(AdaptedEngine.class, engine(BRAND));
        assertEquals(List.of("small"), loaded);
    }

    @Test
    void loadAll_adapterForAnotherBase_failsAndTheBaseIsServed() throws Exception {
        variants = variants(List.of(plan(SMALL), adapted("wrong", SMALL)));
        loading = new Thread(variants::loadAll);
        lay("small");
        lay("wrong");
        loading.start();
        await(() -> variants.status(BRAND).orElseThrow().equals(new VariantStatus.Failed("it is for another base")));
        assertTrue(ready(SMALL));
    }

    @Test
    void loadAll_adapterWithoutItsBase_failsWithWhatToDo() throws Exception {
        variants = variants(List.of(adapted("brand", MEDIUM)));
        loading = new Thread(variants::loadAll);
        lay("brand");
        loading.start();
        await(() -> variants.status(BRAND).orElseThrow() instanceof VariantStatus.Failed(var reason)
                && reason.contains("add it to cortado.inference.variants"));
    }

    @Test
    void lossWatch_engineThatIsLost_endsTheProcessOnce() throws Exception {
        lay("small");
        loading.start();
        await(() -> ready(SMALL));
        List<String> ended = new CopyOnWriteArrayList<>();
        LossWatch watch = new LossWatch(variants, ended::add);
        watch.look();
        assertEquals(List.of(), ended);
        assertFalse(watch.lost());

        ((IdleEngine) engine(SMALL)).lost = true;
        watch.look();
        watch.look();

        assertEquals(List.of("small: it broke"), ended);
        assertTrue(watch.lost());
    }

    private Variants variants(List<VariantPlan> plans) {
        return new Variants(
                new AwaitingLoader(),
                plans,
                Duration.ofMillis(5),
                () -> {},
                (plan, status) -> told.add(plan.id() + ""));
    }

    private VariantPlan adapted(String adapter, VariantId base) {
        return new VariantPlan(
                BRAND, directory.resolve(adapter + ".gguf"), "", 100, 1, new VariantPlan.Adapted(base, adapter, 0.5));
    }

    private boolean ready(VariantId id) {
        return variants.status(id).orElseThrow() instanceof VariantStatus.Ready;
    }

    private Engine engine(VariantId id) {
        return assertInstanceOf(VariantStatus.Ready.class, variants.status(id).orElseThrow())
                .engine();
    }

    private VariantPlan plan(VariantId id) {
        return new VariantPlan(id, directory.resolve(id.value() + ".gguf"), 100, 1);
    }

    private void lay(String name) throws IOException {
        Files.createFile(directory.resolve(name + ".gguf"));
    }

    private static void await(BooleanSupplier reached) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
        while (!reached.getAsBoolean()) {
            assertTrue(System.nanoTime() < end, "waited too long");
            Thread.sleep(2);
        }
    }

    /// Loads what lies there, whatever it is.
    private final class AwaitingLoader implements ModelLoader {

        @Override
        public Optional<String> missing(ModelSource source) {
            return Files.exists(source.file()) ? Optional.empty() : Optional.of("waits for " + source.name());
        }

        @Override
        public LoadOutcome load(ModelSource source) {
            loaded.add(source.name());
            return new Loaded(new IdleEngine());
        }
    }

    /// Serves nobody; only its presence matters here.
    private static final class IdleEngine implements Engine {

        private final Set<String> adapters = new HashSet<>();
        private volatile boolean lost;

        @Override
        public AdapterLoading load(AdapterLoading.AdapterSource adapter) {
            if (adapter.id().equals("wrong")) {
                return new AdapterLoading.Unusable("it is for another base");
            }
            adapters.add(adapter.id());
            return new AdapterLoading.Usable();
        }

        @Override
        public Set<String> adapters() {
            return Set.copyOf(adapters);
        }

        @Override
        public EngineDescription description() {
            return new EngineDescription("idle", 100, 1, 1, new TemplateOverhead(0, 0));
        }

        @Override
        public PromptPreparation prepare(Conversation conversation) {
            throw new UnsupportedOperationException("nobody asks");
        }

        @Override
        public Submission submit(GenerationOrder order, GenerationListener listener) {
            throw new UnsupportedOperationException("nobody asks");
        }

        @Override
        public Occupancy occupancy() {
            return new Occupancy(0, 0, OptionalDouble.empty(), OptionalDouble.empty());
        }

        @Override
        public boolean running() {
            return true;
        }

        @Override
        public Optional<String> lost() {
            return lost ? Optional.of("it broke") : Optional.empty();
        }

        @Override
        public void close() {}
    }
}
