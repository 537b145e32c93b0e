package dev.cortado.inference.grpc;

import dev.cortado.contracts.unit.TokenCount;
import dev.cortado.contracts.v1.GenerateEvent;
import dev.cortado.contracts.v1.GenerateRequest;
import dev.cortado.inference.attempt.AttemptFlow;
import dev.cortado.inference.attempt.AttemptStream;
import dev.cortado.inference.attempt.RefusedAttempt;
import dev.cortado.inference.attempt.RunningAttempt;
import dev.cortado.inference.engine.Delta;
import dev.cortado.inference.meter.MeteredAttempt;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.grpc.server.GrpcServerRequest;
import io.vertx.grpc.server.GrpcServerResponse;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Serves Generate: one attempt a call, its events written on the call's event loop.
final class GenerateHandler {

    private static final AttemptLog LOG = new AttemptLog(System.getLogger(GenerateHandler.class.getName()));

    private final Vertx vertx;
    private final AttemptFlow flow;
    private final RequestReader requests;
    private final EventMessages events;
    private final int eventsUnwrittenMax;

    /// @param eventsUnwrittenMax events that may wait for the event loop before the attempt is paused
    GenerateHandler(
            Vertx vertx, AttemptFlow flow, RequestReader requests, EventMessages events, int eventsUnwrittenMax) {
        this.vertx = vertx;
        this.flow = flow;
        this.requests = requests;
        this.events = events;
        this.eventsUnwrittenMax = eventsUnwrittenMax;
    }

    void handle(GrpcServerRequest<GenerateRequest, GenerateEvent> call) {
        Call stream = new Call(call.response(), vertx.getOrCreateContext());
        call.exceptionHandler(gone -> stream.clientGone());
        call.response().exceptionHandler(gone -> stream.clientGone());
        call.handler(request -> {
            stream.requestId = request.getRequestId();
            stream.begin(flow.run(requests.read(request), stream));
        });
    }

    /// One call's response. The flow calls it from its threads; everything else happens on the event loop.
    private final class Call implements AttemptStream {

        private final GrpcServerResponse<GenerateRequest, GenerateEvent> response;
        private final Context context;
        private final AtomicInteger unwritten = new AtomicInteger();
        private volatile String requestId = "";
        private volatile @Nullable RunningAttempt running;
        private boolean ended;
        private boolean gone;

        Call(GrpcServerResponse<GenerateRequest, GenerateEvent> response, Context context) {
            this.response = response;
            this.context = context;
        }

        void begin(RunningAttempt attempt) {
            running = attempt;
            if (gone) {
                attempt.cancel();
            }
            response.drainHandler(drained -> keepUp());
        }

        void clientGone() {
            if (gone || ended) {
                return;
            }
            gone = true;
            RunningAttempt attempt = running;
            if (attempt != null) {
                attempt.cancel();
            }
        }

        @Override
        public void accepted(TokenCount promptTokens, TokenCount completionMax, boolean cutByHold) {
            write(events.accepted(promptTokens, completionMax, cutByHold));
        }

        @Override
        public void delta(String text) {
            delta(Delta.of(text));
        }

        @Override
        public void delta(Delta delta) {
            write(events.delta(delta));
        }

        @Override
        public void finished(MeteredAttempt attempt, Instant appendedAt) {
            LOG.finished(requestId, attempt);
            end(events.finished(attempt, appendedAt));
        }

        @Override
        public void refused(RefusedAttempt refused) {
            LOG.refused(requestId, refused);
            end(events.refused(refused));
        }

        @Override
        public void meteringUnavailable(String message) {
            LOG.notMetered(requestId, message);
            end(events.meteringUnavailable(message));
        }

        private void write(GenerateEvent event) {
            if (unwritten.incrementAndGet() >= eventsUnwrittenMax) {
                RunningAttempt attempt = running;
                if (attempt != null) {
                    attempt.pause();
                }
            }
            context.runOnContext(ignored -> {
                unwritten.decrementAndGet();
                if (!gone && !ended) {
                    response.write(event);
                    keepUp();
                }
            });
        }

        private void end(GenerateEvent event) {
            context.runOnContext(ignored -> {
                if (!gone && !ended) {
                    ended = true;
                    response.end(event);
                }
            });
        }

        /// Pauses the attempt while the client does not read, and resumes it when everything is on its way.
        private void keepUp() {
            RunningAttempt attempt = running;
            if (attempt == null) {
                return;
            }
            if (response.writeQueueFull()) {
                attempt.pause();
            } else if (unwritten.get() == 0) {
                attempt.resume();
            }
        }
    }
}
