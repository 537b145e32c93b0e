package dev.cortado.gateway.fake;

import com.google.protobuf.ByteString;
import dev.cortado.contracts.v1.ChoiceFinish;
import dev.cortado.contracts.v1.CountedBy;
import dev.cortado.contracts.v1.FinishReason;
import dev.cortado.contracts.v1.GenerateEvent;
import dev.cortado.contracts.v1.GenerateRequest;
import dev.cortado.contracts.v1.GenerationAccepted;
import dev.cortado.contracts.v1.GenerationDelta;
import dev.cortado.contracts.v1.GenerationFinished;
import dev.cortado.contracts.v1.InferenceServiceGrpc;
import dev.cortado.contracts.v1.MeteredTokens;
import dev.cortado.contracts.v1.MeteringUnavailable;
import dev.cortado.contracts.v1.Refusal;
import dev.cortado.contracts.v1.RefusalReason;
import dev.cortado.contracts.v1.Signed;
import dev.cortado.contracts.v1.TokenUsage;
import io.vertx.core.Vertx;
import io.vertx.grpc.server.GrpcServer;
import io.vertx.grpc.server.GrpcServerRequest;
import io.vertx.grpc.server.GrpcServerResponse;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;

/// A node that plays a script for each Generate call.
public final class FakeNode {

    /// What a node does with one attempt.
    public interface Script extends BiConsumer<GenerateRequest, GrpcServerResponse<GenerateRequest, GenerateEvent>> {}

    public final BlockingQueue<GenerateRequest> generated = new LinkedBlockingQueue<>();
    public final BlockingQueue<String> cancelled = new LinkedBlockingQueue<>();
    /// Deltas that an endless script has written so far.
    public final AtomicLong deltas = new AtomicLong();

    private final Set<Object> gone = ConcurrentHashMap.newKeySet();
    private final Vertx vertx;
    private volatile Script script = says("Hello", ", ", "world");

    FakeNode(Vertx vertx) {
        this.vertx = vertx;
    }

    public void play(Script next) {
        script = next;
        deltas.set(0);
        generated.clear();
        cancelled.clear();
    }

    void serve(GrpcServer server) {
        server.callHandler(FakeRouter.served(InferenceServiceGrpc.getGenerateMethod()), this::generate);
    }

    private void generate(GrpcServerRequest<GenerateRequest, GenerateEvent> call) {
        call.response().exceptionHandler(reset -> {
            gone.add(call.response());
            cancelled.add(reset.toString());
        });
        call.handler(request -> {
            generated.add(request);
            script.accept(request, call.response());
        });
    }

    public static Script says(String... pieces) {
        return (_, response) -> {
            response.write(accepted(false));
            for (String piece : pieces) {
                response.write(delta(piece));
            }
            response.write(finished(FinishReason.FINISH_REASON_STOP, pieces.length));
            response.end();
        };
    }

    /// Accepts, sends these deltas, and ends each choice as told, the attempt as its first one.
    public static Script sends(List<GenerationDelta> deltas, FinishReason... ends) {
        return (_, response) -> {
            response.write(accepted(false));
            for (GenerationDelta delta : deltas) {
                response.write(GenerateEvent.newBuilder().setDelta(delta).build());
            }
            GenerateEvent.Builder last = finished(ends[0], deltas.size()).toBuilder();
            for (int index = 0; index < ends.length; index++) {
                last.getFinishedBuilder()
                        .addChoices(ChoiceFinish.newBuilder().setIndex(index).setFinishReason(ends[index]));
            }
            response.write(last.build());
            response.end();
        };
    }

    /// Accepts, says the pieces, and ends as told.
    public static Script ends(FinishReason reason, boolean shortened, String... pieces) {
        return (_, response) -> {
            response.write(accepted(shortened));
            for (String piece : pieces) {
                response.write(delta(piece));
            }
            response.write(finished(reason, pieces.length));
            response.end();
        };
    }

    /// Writes as long as it is let, obeying back pressure.
    public Script endless(String piece) {
        return (_, response) -> {
            response.write(accepted(false));
            pump(response, piece);
        };
    }

    private void pump(GrpcServerResponse<GenerateRequest, GenerateEvent> response, String piece) {
        int burst = 0;
        while (!response.writeQueueFull() && burst++ < 100) {
            response.write(delta(piece));
            deltas.incrementAndGet();
        }
        if (gone.contains(response)) {
            return;
        }
        if (response.writeQueueFull()) {
            response.drainHandler(_ -> pump(response, piece));
        } else {
            vertx.runOnContext(_ -> pump(response, piece));
        }
    }

    /// Says the pieces and then nothing more.
    public static Script stalls(String... pieces) {
        return (_, response) -> {
            response.write(accepted(false));
            for (String piece : pieces) {
                response.write(delta(piece));
            }
        };
    }

    /// Says the pieces and then breaks the call.
    public static Script breaks(String... pieces) {
        return (_, response) -> {
            response.write(accepted(false));
            for (String piece : pieces) {
                response.write(delta(piece));
            }
            response.status(io.vertx.grpc.common.GrpcStatus.INTERNAL).end();
        };
    }

    public static Script refuses(RefusalReason reason) {
        return (_, response) -> {
            Refusal refusal = Refusal.newBuilder()
                    .setReason(reason)
                    .setPromptTokens(9000)
                    .setCostMinNanoUsd(123_000)
                    .setContextTokensMax(8192)
                    .setField(reason == RefusalReason.REFUSAL_REASON_UNSUPPORTED ? "messages[0].mood" : "")
                    .build();
            response.write(GenerateEvent.newBuilder()
                    .setRefused(Signed.newBuilder().setPayload(refusal.toByteString()))
                    .build());
            response.end();
        };
    }

    public static Script cannotMeter(String... pieces) {
        return (_, response) -> {
            response.write(accepted(false));
            for (String piece : pieces) {
                response.write(delta(piece));
            }
            response.write(GenerateEvent.newBuilder()
                    .setMeteringUnavailable(MeteringUnavailable.newBuilder().setMessage("the broker is away"))
                    .build());
            response.end();
        };
    }

    /// Plays the scripts one after the other, the last one for ever.
    public static Script inTurn(List<Script> scripts) {
        AtomicLong next = new AtomicLong();
        return (request, response) -> scripts.get((int) Math.min(next.getAndIncrement(), scripts.size() - 1))
                .accept(request, response);
    }

    static GenerateEvent accepted(boolean shortened) {
        return GenerateEvent.newBuilder()
                .setAccepted(GenerationAccepted.newBuilder()
                        .setPromptTokens(11)
                        .setCompletionTokensMax(1024)
                        .setShortenedByHold(shortened))
                .build();
    }

    static GenerateEvent delta(String text) {
        return GenerateEvent.newBuilder()
                .setDelta(GenerationDelta.newBuilder().setText(text))
                .build();
    }

    static GenerateEvent finished(FinishReason reason, int completionTokens) {
        return GenerateEvent.newBuilder()
                .setFinished(GenerationFinished.newBuilder()
                        .setReceipt(Signed.newBuilder().setPayload(ByteString.copyFromUtf8("receipt")))
                        .setFinishReason(reason)
                        .setCostNanoUsd(1_234_500)
                        .setErrorMessage(reason == FinishReason.FINISH_REASON_ERROR ? "the engine fell over" : "")
                        .setUsage(TokenUsage.newBuilder()
                                .setPrompt(counted(11))
                                .setCachedPrompt(counted(4))
                                .setCompletion(counted(completionTokens))))
                .build();
    }

    private static MeteredTokens counted(long count) {
        return MeteredTokens.newBuilder()
                .setCount(count)
                .setCountedBy(CountedBy.COUNTED_BY_ENGINE)
                .build();
    }
}
