package dev.cortado.inference.grpc;

import dev.cortado.contracts.v1.NodeReport;
import dev.cortado.contracts.v1.WatchNodeRequest;
import dev.cortado.inference.node.Changes;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.grpc.server.GrpcServerRequest;
import io.vertx.grpc.server.GrpcServerResponse;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/// Serves WatchNode: a report at once, soon after each change, and at least once an interval.
final class WatchHandler {

    /// Changes that come closer together than this share a report.
    private static final long CHANGES_TOGETHER_MILLIS = 20;

    private final Vertx vertx;
    private final ReportMessages reports;
    private final Changes changes;
    private final Duration interval;

    WatchHandler(Vertx vertx, ReportMessages reports, Changes changes, Duration interval) {
        this.vertx = vertx;
        this.reports = reports;
        this.changes = changes;
        this.interval = interval;
    }

    void handle(GrpcServerRequest<WatchNodeRequest, NodeReport> call) {
        Watch watch = new Watch(call.response(), vertx.getOrCreateContext());
        call.exceptionHandler(gone -> watch.end());
        call.response().exceptionHandler(gone -> watch.end());
        call.handler(request -> watch.begin());
    }

    private final class Watch {

        private final GrpcServerResponse<WatchNodeRequest, NodeReport> response;
        private final Context context;
        private final AtomicBoolean due = new AtomicBoolean();
        private Runnable unwatch = () -> {};
        private long timer;
        private boolean ended;

        Watch(GrpcServerResponse<WatchNodeRequest, NodeReport> response, Context context) {
            this.response = response;
            this.context = context;
        }

        void begin() {
            unwatch = changes.watch(this::changed);
            timer = vertx.setPeriodic(interval.toMillis(), tick -> send());
            send();
        }

        void end() {
            if (!ended) {
                ended = true;
                unwatch.run();
                vertx.cancelTimer(timer);
            }
        }

        private void changed() {
            if (due.compareAndSet(false, true)) {
                context.runOnContext(ignored -> vertx.setTimer(CHANGES_TOGETHER_MILLIS, tick -> {
                    due.set(false);
                    send();
                }));
            }
        }

        /// A watcher that does not read misses reports; the next one tells everything.
        private void send() {
            if (!ended && !response.writeQueueFull()) {
                response.write(reports.report());
            }
        }
    }
}
