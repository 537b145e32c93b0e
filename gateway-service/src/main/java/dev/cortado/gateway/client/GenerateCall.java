package dev.cortado.gateway.client;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.cortado.contracts.v1.GenerateEvent;
import dev.cortado.contracts.v1.GenerateRequest;
import dev.cortado.contracts.v1.GenerationAccepted;
import dev.cortado.gateway.generate.AttemptRefusal;
import dev.cortado.gateway.generate.Delta;
import dev.cortado.gateway.generate.Generation;
import dev.cortado.gateway.generate.GenerationListener;
import io.vertx.core.Vertx;
import io.vertx.grpc.client.GrpcClientRequest;
import io.vertx.grpc.client.GrpcClientResponse;
import java.time.Duration;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// One Generate call. It ends once: by the node's last event, by a failure, by a deadline, or by being cancelled.
/// Used on one event loop.
final class GenerateCall implements Generation {

    private static final Logger LOG = Logger.getLogger(GenerateCall.class);
    private static final long NO_TIMER = -1;

    private final Vertx vertx;
    private final GenerationListener listener;
    /// Null until the token is about to be written to a connection that stands; from then on the node may have it.
    private @Nullable GrpcClientRequest<GenerateRequest, GenerateEvent> request;
    private @Nullable GrpcClientResponse<GenerateRequest, GenerateEvent> response;
    private long acceptTimer = NO_TIMER;
    private long endTimer = NO_TIMER;
    private boolean paused;
    private boolean ended;

    GenerateCall(Vertx vertx, GenerationListener listener) {
        this.vertx = vertx;
        this.listener = listener;
    }

    void expectAcceptWithin(Duration time) {
        acceptTimer = vertx.setTimer(
                time.toMillis(), _ -> giveUp("the node did not accept the attempt within " + time.toSeconds() + " s"));
    }

    void expectEndWithin(Duration time) {
        endTimer = vertx.setTimer(Math.max(1, time.toMillis()), _ -> overrun());
    }

    void send(GrpcClientRequest<GenerateRequest, GenerateEvent> opened, GenerateRequest message) {
        if (ended) {
            opened.cancel();
            return;
        }
        request = opened;
        opened.exceptionHandler(this::broken);
        opened.send(message).onSuccess(this::read).onFailure(this::broken);
    }

    private void read(GrpcClientResponse<GenerateRequest, GenerateEvent> opened) {
        response = opened;
        opened.exceptionHandler(this::broken);
        opened.errorHandler(error -> broken(new IllegalStateException("the node ended the call: " + error)));
        opened.handler(this::event);
        opened.endHandler(_ -> broken(new IllegalStateException(
                "the node ended the call with status " + opened.status() + " and no last event")));
        if (paused) {
            opened.pause();
        }
    }

    private void event(GenerateEvent event) {
        if (ended) {
            return;
        }
        try {
            dispatch(event);
        } catch (RuntimeException | StackOverflowError | InvalidProtocolBufferException bug) {
            LOG.error("an event of a generation could not be handled", bug);
            notUnderstood();
        }
    }

    /// An end is read before it counts as one: what cannot be read ends the call too.
    private void dispatch(GenerateEvent event) throws InvalidProtocolBufferException {
        switch (event.getEventCase()) {
            case ACCEPTED -> accepted(event.getAccepted());
            case DELTA -> {
                Delta delta = GenerateMessages.delta(event.getDelta());
                if (!delta.isEmpty()) {
                    listener.delta(delta);
                }
            }
            case FINISHED -> {
                GenerationListener.Finished finished = GenerateMessages.finished(event.getFinished());
                end();
                listener.finished(finished);
            }
            case REFUSED -> {
                AttemptRefusal refusal = GenerateMessages.refusal(event.getRefused());
                end();
                listener.refused(refusal);
            }
            case METERING_UNAVAILABLE -> {
                end();
                listener.meteringUnavailable(event.getMeteringUnavailable().getMessage());
            }
            case EVENT_NOT_SET -> {
                // An event of a newer contract: what this gateway needs comes in the others.
            }
        }
    }

    private void accepted(GenerationAccepted accepted) {
        cancelTimer(acceptTimer);
        listener.accepted(new GenerationListener.Accepted(
                accepted.getPromptTokens(), accepted.getCompletionTokensMax(), accepted.getShortenedByHold()));
    }

    @Override
    public void pause() {
        paused = true;
        if (response != null) {
            response.pause();
        }
    }

    @Override
    public void resume() {
        paused = false;
        if (response != null && !ended) {
            response.resume();
        }
    }

    @Override
    public boolean cancel() {
        if (!ended) {
            end();
            reset();
        }
        return request != null;
    }

    /// No connection could be had, or the stream broke.
    void broken(Throwable cause) {
        if (!ended) {
            LOG.warnf("a generation broke: %s", cause.toString());
            giveUp(request == null ? "the node cannot be reached" : "the node went away");
        }
    }

    private void giveUp(String why) {
        if (!ended) {
            end();
            reset();
            if (request == null) {
                listener.notPresented(why);
            } else {
                listener.failed(why);
            }
        }
    }

    /// A node that is held up here cannot finish in time, and is not to blame.
    private void overrun() {
        if (!paused) {
            giveUp("the node did not finish the attempt in time");
        } else if (!ended) {
            end();
            reset();
            listener.notRead("the client did not read the answer in time");
        }
    }

    private void notUnderstood() {
        if (!ended) {
            end();
            reset();
            listener.notUnderstood("the gateway could not handle an event of the node");
        }
    }

    private void reset() {
        if (request != null) {
            request.cancel();
        }
    }

    private void end() {
        ended = true;
        cancelTimer(acceptTimer);
        cancelTimer(endTimer);
    }

    private void cancelTimer(long timer) {
        if (timer != NO_TIMER) {
            vertx.cancelTimer(timer);
        }
    }
}
