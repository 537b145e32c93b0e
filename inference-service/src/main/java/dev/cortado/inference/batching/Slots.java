package dev.cortado.inference.batching;

import dev.cortado.inference.engine.AdapterUse;
import dev.cortado.inference.engine.GenerationOrder;
import dev.cortado.inference.engine.PreparedPrompt;
import dev.cortado.inference.engine.Tenant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/// The slots of a model, and what the idle ones still hold: a prompt that begins like what its own tenant left in a
/// slot, under the same adapter and scale, is computed only from where it differs. Used by the decode loop only.
///
/// What another tenant left is never looked at: how long a prompt takes would tell what others ask. An order with a
/// seed computes its whole prompt, since a prompt computed in other portions rounds otherwise, and the seed promises
/// the same tokens.
///
/// A model runs neighbouring slots in one pass and each gap between busy ones costs another (libllama's `split_equal`
/// over a cache of one stream a sequence: four tokens in one pass took 67 ms, in two 90). So of the idle slots that
/// were unused for longest, half of them, the one is given away that leaves the fewest gaps.
final class Slots {

    private static final PreparedPrompt NOTHING = new PreparedPrompt(new int[0]);

    /// Since when a slot that holds nothing is unused: longer than any other.
    private static final long EMPTY = -1;

    private static final Content NOTHING_LEFT = new Content(Tenant.UNNAMED, AdapterUse.NONE, NOTHING, EMPTY);

    private final TokenModel model;
    private final boolean prefixReuse;
    private final Content[] contents;
    private final boolean[] busy;
    private long now;

    Slots(TokenModel model, boolean prefixReuse) {
        this.model = model;
        this.prefixReuse = prefixReuse;
        this.contents = new Content[model.slots()];
        this.busy = new boolean[model.slots()];
        Arrays.fill(contents, NOTHING_LEFT);
    }

    /// Makes every slot idle and empty, whatever the model holds there: after a failure nobody knows.
    void clear() {
        for (int slot = 0; slot < busy.length; slot++) {
            model.end(slot);
            model.keep(slot, 0);
        }
        Arrays.fill(busy, false);
        Arrays.fill(contents, NOTHING_LEFT);
    }

    /// What an idle slot holds of the last sequence in it.
    private record Content(Tenant tenant, AdapterUse adapter, PreparedPrompt tokens, long since) {}

    /// A slot, and how many of the order's prompt tokens it holds already.
    record Place(int slot, int cached) {}

    int busy() {
        return (int) IntStream.range(0, busy.length).filter(slot -> busy[slot]).count();
    }

    /// Takes a slot for the order; one must be idle. What it holds beyond the common beginning is forgotten.
    Place take(GenerationOrder order) {
        List<Place> idle = IntStream.range(0, busy.length)
                .filter(slot -> !busy[slot])
                .mapToObj(slot -> new Place(slot, common(order, contents[slot])))
                .toList();
        Place longest =
                idle.stream().max(Comparator.comparingInt(Place::cached)).orElseThrow();
        // A slot that holds much more than what is common is worth more to whoever continues it.
        boolean worthIt =
                2 * longest.cached() >= contents[longest.slot()].tokens().size() && longest.cached() > 0;
        int spare = spare();
        Place chosen = worthIt
                ? longest
                : idle.stream()
                        .filter(place -> place.slot() == spare)
                        .findFirst()
                        .orElseThrow();
        busy[chosen.slot()] = true;
        boolean kept = model.keep(chosen.slot(), chosen.cached());
        return kept ? chosen : new Place(chosen.slot(), 0);
    }

    /// Takes an idle slot that is unused for long; one must be idle. What it holds is forgotten.
    Place takeEmpty() {
        int slot = spare();
        busy[slot] = true;
        model.keep(slot, 0);
        return new Place(slot, 0);
    }

    /// Of the older half of the idle slots, and of all that hold nothing, the one that leaves the fewest gaps between
    /// busy ones; of equal ones the oldest, then the first.
    private int spare() {
        List<Integer> oldestFirst = IntStream.range(0, busy.length)
                .filter(slot -> !busy[slot])
                .boxed()
                .sorted(Comparator.comparingLong(slot -> contents[slot].since()))
                .toList();
        return IntStream.range(0, oldestFirst.size())
                .filter(n -> 2 * n < oldestFirst.size() || contents[oldestFirst.get(n)].since() == EMPTY)
                .mapToObj(oldestFirst::get)
                .min(Comparator.comparingInt(this::passesWith))
                .orElseThrow();
    }

    /// Stretches of neighbouring busy slots, if this one were busy too.
    private int passesWith(int taken) {
        return (int) IntStream.range(0, busy.length)
                .filter(slot -> isBusy(slot, taken) && !isBusy(slot - 1, taken))
                .count();
    }

    private boolean isBusy(int slot, int taken) {
        return slot == taken || (slot >= 0 && busy[slot]);
    }

    /// Gives a slot back.
    ///
    /// @param tokens what the model holds there now, from the first on
    void give(int slot, GenerationOrder order, int[] tokens) {
        busy[slot] = false;
        boolean kept = prefixReuse && order.tenant().isNamed() && tokens.length > 0;
        if (!kept) {
            model.keep(slot, 0);
        }
        contents[slot] = new Content(
                order.tenant(), order.adapter(), kept ? new PreparedPrompt(tokens) : NOTHING, kept ? now++ : EMPTY);
    }

    /// Tokens that the order's prompt has in common with a slot's, all but its last at most: that one is to be
    /// computed, since its output is wanted.
    private static int common(GenerationOrder order, Content content) {
        if (!order.tenant().isNamed()
                || !order.tenant().equals(content.tenant())
                || !order.adapter().equals(content.adapter())
                || order.sampling().seed().isPresent()) {
            return 0;
        }
        PreparedPrompt prompt = order.prompt();
        int most = Math.min(prompt.size() - 1, content.tokens().size());
        int common = 0;
        while (common < most && prompt.token(common) == content.tokens().token(common)) {
            common++;
        }
        return common;
    }
}
