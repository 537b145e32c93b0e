package dev.cortado.accounting.messaging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.smallrye.mutiny.Uni;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class PostingLanesTest {

    private final List<String> begun = new ArrayList<>();

    @Test
    void lane_secondBatch_beginsWhenTheFirstHasEnded() {
        PostingLanes lanes = new PostingLanes(2);
        CompletableFuture<Void> first = new CompletableFuture<>();
        enter(lanes, 0, "first", first);
        enter(lanes, 0, "second", new CompletableFuture<>());
        assertEquals(List.of("first"), begun);
        first.complete(null);
        assertEquals(List.of("first", "second"), begun);
    }

    @Test
    void lanes_batchInEach_runBesideEachOther() {
        PostingLanes lanes = new PostingLanes(2);
        enter(lanes, lanes.of(0), "one", new CompletableFuture<>());
        enter(lanes, lanes.of(3), "other", new CompletableFuture<>());
        enter(lanes, lanes.of(2), "behind one", new CompletableFuture<>());
        assertEquals(List.of("one", "other"), begun);
    }

    @Test
    void lane_batchThatFails_letsTheNextOneBegin() {
        PostingLanes lanes = new PostingLanes(1);
        enter(lanes, 0, "first", CompletableFuture.failedFuture(new IllegalStateException("refused")));
        enter(lanes, 0, "second", new CompletableFuture<>());
        assertEquals(List.of("first", "second"), begun);
    }

    /// Accounting died of a backlog of 120,000 events when each batch kept the one before.
    @Test
    void lane_batchesThatEnded_areForgotten() throws InterruptedException {
        PostingLanes lanes = new PostingLanes(1);
        WeakReference<byte[]> records = enterLarge(lanes);
        enter(lanes, 0, "next", CompletableFuture.completedFuture(null));
        enter(lanes, 0, "posting", new CompletableFuture<>());
        for (int attempt = 0; attempt < 50 && records.get() != null; attempt++) {
            System.gc();
            Thread.sleep(20);
        }
        assertNull(records.get());
    }

    @Test
    void lanes_none_isRefused() {
        assertThrows(IllegalArgumentException.class, () -> new PostingLanes(0));
    }

    private static WeakReference<byte[]> enterLarge(PostingLanes lanes) {
        byte[] records = new byte[1 << 20];
        lanes.enter(0, () -> Uni.createFrom().item(records.length).replaceWithVoid())
                .await()
                .indefinitely();
        return new WeakReference<>(records);
    }

    private void enter(PostingLanes lanes, int lane, String name, CompletableFuture<Void> work) {
        lanes.enter(lane, () -> {
                    begun.add(name);
                    return Uni.createFrom().completionStage(work);
                })
                .subscribe()
                .with(done -> {}, failure -> {});
    }
}
