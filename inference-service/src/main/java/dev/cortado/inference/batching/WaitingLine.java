package dev.cortado.inference.batching;

import dev.cortado.inference.engine.GenerationEnd;
import dev.cortado.inference.engine.GenerationOrder;
import dev.cortado.inference.engine.Submission;
import dev.cortado.inference.engine.Tenant;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;

/// Requests that wait for slots, as many as the limits allow. Used under the engine's lock.
final class WaitingLine {

    private final BatchingLimits limits;
    private final FairQueue<Request> queue =
            new FairQueue<>(request -> request.order().tenant());

    WaitingLine(BatchingLimits limits) {
        this.limits = limits;
    }

    /// Why an order may not join.
    ///
    /// @param slotsFree slots that those who wait are about to get
    Optional<Submission> refusal(GenerationOrder order, int slotsFree) {
        if (queue.size() >= limits.queueDepthMax() + slotsFree) {
            return Optional.of(new Submission.QueueFull(limits.queueDepthMax()));
        }
        if (queue.waiting(order.tenant()) >= limits.tenantWaitingMax() + slotsFree) {
            return Optional.of(new Submission.TenantShareFull(limits.tenantWaitingMax()));
        }
        return Optional.empty();
    }

    void add(Request request) {
        queue.add(request);
    }

    int size() {
        return queue.size();
    }

    boolean isEmpty() {
        return queue.size() == 0;
    }

    /// Takes the one whose turn it is, if there are slots for all its choices; the line must not be empty.
    Optional<Request> next(ToIntFunction<Tenant> slotsOf, int slotsFree) {
        return queue.next(slotsOf, request -> request.choices().size() <= slotsFree);
    }

    /// Takes out those that were cancelled or waited too long.
    ///
    /// @return what is to be told to them
    List<Runnable> drop(Instant now) {
        List<Runnable> tidings = leave(Request::cancelled, GenerationEnd.Reason.CANCELLED);
        tidings.addAll(leave(request -> now.isAfter(request.order().startBy()), GenerationEnd.Reason.START_TOO_LATE));
        return tidings;
    }

    /// Takes all out, since the engine stops.
    ///
    /// @return what is to be told to them
    List<Runnable> dropAll() {
        return leave(_ -> true, GenerationEnd.Reason.ENGINE_STOPPED);
    }

    private List<Runnable> leave(Predicate<Request> over, GenerationEnd.Reason reason) {
        List<Runnable> tidings = new ArrayList<>();
        queue.removeIf(over).forEach(request -> tidings.add(() -> request.neverStarted(reason)));
        return tidings;
    }
}
