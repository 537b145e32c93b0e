package dev.cortado.gateway.http;

import dev.cortado.gateway.authenticate.Credential;
import dev.cortado.gateway.authenticate.PayerChoice;
import dev.cortado.gateway.chat.ChatRequest;
import dev.cortado.gateway.chat.Delivery;
import dev.cortado.gateway.complete.Completed;
import dev.cortado.gateway.complete.Exchange;
import dev.cortado.gateway.complete.Refusal;
import dev.cortado.gateway.generate.Delta;
import dev.cortado.gateway.idempotency.IdempotencyKey;
import dev.cortado.gateway.idempotency.KeptAnswer;
import dev.cortado.gateway.route.Routed;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;

/// One chat completion over HTTP: a JSON document, or server-sent events.
///
/// The head is written when a node has accepted, not before: until then every refusal has its own status.
final class HttpExchange implements Exchange {

    private static final String DECISION_HEADER = "cortado-decision-id";
    private static final String REPLAYED_HEADER = "idempotency-replayed";
    private static final String EVENT_STREAM = "text/event-stream; charset=utf-8";

    private final RoutingContext context;
    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final ChatEdge edge;
    private final String requestId;
    private final Credential credential;
    private final PayerChoice payerChoice;
    private final CompletionJson json;
    /// What came of each choice, as far as it is wanted once more when it is whole.
    private List<GatheredChoice> gathered = List.of();
    private Delivery delivery = Delivery.WHOLE;
    private boolean mayCallTools;
    private boolean gathers;
    private boolean hasKey;

    HttpExchange(
            RoutingContext context,
            ChatEdge edge,
            String requestId,
            Credential credential,
            PayerChoice payerChoice,
            Instant now) {
        this.context = context;
        this.request = context.request();
        this.response = context.response();
        this.edge = edge;
        this.requestId = requestId;
        this.credential = credential;
        this.payerChoice = payerChoice;
        this.json = new CompletionJson(now);
    }

    @Override
    public Credential credential() {
        return credential;
    }

    @Override
    public PayerChoice payerChoice() {
        return payerChoice;
    }

    @Override
    public String requestId() {
        return requestId;
    }

    @Override
    public CompletionStage<Reading> read() {
        return edge.bodies()
                .read(request)
                .map(body -> {
                    try {
                        ChatRequest read = edge.requests().read(body.getBytes(), request.headers());
                        IdempotencyKey key = edge.keys()
                                .read(
                                        Objects.requireNonNullElse(request.path(), ""),
                                        body.getBytes(),
                                        request.headers());
                        expect(read, key != null);
                        return (Reading) new Reading.Read(read, key);
                    } catch (InvalidRequest invalid) {
                        return answered(invalid);
                    }
                })
                .recover(failure -> failure instanceof InvalidRequest invalid
                        ? Future.succeededFuture(answered(invalid))
                        : Future.failedFuture(failure))
                .toCompletionStage();
    }

    private void expect(ChatRequest read, boolean keyed) throws InvalidRequest {
        delivery = read.delivery();
        mayCallTools = read.tools().mayBeCalled();
        hasKey = keyed;
        gathers = keyed || !delivery.streamed();
        if (gathers) {
            edge.gathering().check(read.output());
        }
        gathered = Stream.generate(GatheredChoice::new)
                .limit(read.output().choices())
                .toList();
    }

    private Reading answered(InvalidRequest invalid) {
        edge.answers().error(request, invalid.error());
        return new Reading.Answered();
    }

    @Override
    public void placed(Routed routed) {
        if (!response.headWritten()) {
            response.putHeader(DECISION_HEADER, routed.reservation().toString());
        }
    }

    @Override
    public void accepted(Routed routed) {
        if (!delivery.streamed() || response.headWritten() || response.closed()) {
            return;
        }
        response.putHeader(HttpHeaders.CONTENT_TYPE, EVENT_STREAM)
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .setChunked(true);
        edge.metrics().streamOpened();
        context.addEndHandler(_ -> edge.metrics().streamClosed());
        response.write(json.roleChunks(routed, gathered.size(), mayCallTools));
    }

    @Override
    public boolean delta(Routed routed, Delta delta) {
        GatheredChoice choice = gathered.get(delta.choice());
        if (gathers) {
            choice.add(delta);
        }
        if (!delivery.streamed()) {
            return true;
        }
        accepted(routed);
        if (response.closed()) {
            return true;
        }
        response.write(json.deltaChunk(routed, delta));
        return !response.writeQueueFull();
    }

    @Override
    public void completed(Completed completed) {
        if (response.closed()) {
            return;
        }
        if (!delivery.streamed()) {
            edge.answers().json(request, 200, json.whole(completed, gathered));
            return;
        }
        accepted(completed.routed());
        response.end(last(completed));
    }

    private Buffer last(Completed completed) {
        boolean usageChunk = delivery == Delivery.STREAMED_WITH_USAGE_CHUNK;
        Buffer last = json.finishChunks(completed, gathered.size(), !usageChunk);
        if (usageChunk) {
            last.appendBuffer(json.usageChunk(completed));
        }
        return last.appendBuffer(CompletionJson.DONE);
    }

    @Override
    public KeptAnswer kept(Completed completed) {
        Routed routed = completed.routed();
        if (!delivery.streamed()) {
            Buffer whole = json.whole(completed, gathered);
            return new KeptAnswer(routed.reservation(), Answers.JSON, whole.toString());
        }
        Buffer all = json.roleChunks(routed, gathered.size(), mayCallTools);
        for (int index = 0; index < gathered.size(); index++) {
            all.appendBuffer(json.gatheredChunk(routed, index, gathered.get(index)));
        }
        return new KeptAnswer(
                routed.reservation(),
                EVENT_STREAM,
                all.appendBuffer(last(completed)).toString());
    }

    @Override
    public void replayed(KeptAnswer answer) {
        if (!response.closed()) {
            response.putHeader(DECISION_HEADER, answer.reservation().toString())
                    .putHeader(REPLAYED_HEADER, "true")
                    .putHeader(HttpHeaders.CONTENT_TYPE, answer.contentType())
                    .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                    .end(answer.body());
        }
    }

    @Override
    public void refused(Refusal refusal, boolean mayBeCharged) {
        ApiError told = edge.errors().of(refusal);
        // OpenAI's clients repeat a request by themselves; only with a key is the repetition charged once.
        ApiError error = mayBeCharged && !hasKey ? told.withoutRetries() : told;
        if (!response.headWritten()) {
            edge.answers().error(request, error);
        } else if (!response.ended() && !response.closed()) {
            response.end(CompletionJson.error(error));
        }
    }

    @Override
    public void onReady(Runnable action) {
        response.drainHandler(_ -> action.run());
    }

    @Override
    public void onGone(Runnable action) {
        context.addEndHandler(end -> {
            if (end.failed()) {
                action.run();
            }
        });
        request.exceptionHandler(_ -> action.run());
    }
}
