package dev.cortado.local.supervise;

import dev.cortado.local.part.Rehearsal;
import dev.cortado.local.part.Rehearsals;
import dev.cortado.local.part.StartCache;
import dev.cortado.local.part.Workshop;
import dev.cortado.local.supervise.StackState.StartCacheState;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Makes the start caches that are missing, one program after the other, in the background of a stack that has come up
/// whole. What is under way when the stack ends is given up; the next stack begins it again.
final class Learning {
    private final Workshop shop;
    private final List<Rehearsal> rehearsals;
    private final List<StartCacheState> states = new ArrayList<>();
    private final Thread thread = Thread.ofVirtual().name("learning").unstarted(this::run);

    Learning(Workshop shop) throws IOException {
        this.shop = shop;
        this.rehearsals = Rehearsals.wanted(shop);
        rehearsals.forEach(
                one -> states.add(new StartCacheState(one.program(), "waiting", "until every part and tier is ready")));
    }

    synchronized List<StartCacheState> states() {
        return List.copyOf(states);
    }

    boolean begun() {
        return thread.getState() != Thread.State.NEW;
    }

    void begin() {
        thread.start();
    }

    /// Kills what is being rehearsed; a cache that is half written is deleted.
    void end() throws InterruptedException {
        if (begun()) {
            thread.interrupt();
            thread.join();
        }
    }

    private void run() {
        StartCache cache = new StartCache(shop);
        try {
            for (int i = 0; i < rehearsals.size(); i++) {
                become(i, "waiting", "for its turn");
            }
            for (int i = 0; i < rehearsals.size(); i++) {
                learn(i, cache);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void learn(int number, StartCache cache) throws InterruptedException {
        Rehearsal rehearsal = rehearsals.get(number);
        long begin = System.nanoTime();
        become(number, "learning", "");
        try {
            rehearsal.run(cache, shop.data().path(), shop.data().log("start-cache"));
            become(number, "learnt", "in " + (System.nanoTime() - begin) / 1_000_000_000 + " s");
        } catch (IOException e) {
            become(number, "failed", String.valueOf(e.getMessage()));
        }
    }

    private synchronized void become(int number, String state, String message) {
        states.set(number, new StartCacheState(rehearsals.get(number).program(), state, message));
    }
}
