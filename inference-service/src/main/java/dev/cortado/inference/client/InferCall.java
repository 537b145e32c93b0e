package dev.cortado.inference.client;

import com.google.protobuf.Message;
import dev.cortado.contracts.openinference.ModelInferResponse;
import dev.cortado.contracts.openinference.ModelStreamInferResponse;
import dev.cortado.contracts.unit.TokenCount;
import dev.cortado.inference.engine.StopCause;
import dev.cortado.inference.engine.WholeCharacters;
import dev.cortado.inference.remote.RemoteCall;
import dev.cortado.inference.remote.RemoteFailure;
import dev.cortado.inference.remote.RemoteFailure.Kind;
import dev.cortado.inference.remote.UsageClaim;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalLong;
import java.util.function.Function;

/// An inference whose answer, or whose pieces of an answer, hold text. The protocol does not say why a text ended, nor,
/// but by a number of tokens, whether it was cut.
///
/// @param <A> what the server sends
final class InferCall<A extends Message> implements RemoteCall {

    private final InferAnswers<A> answers;
    private final Function<A, ModelInferResponse> content;
    private final OpenInferenceSettings.Tensors names;
    private final TokenCount completionMax;
    private final Deque<ServerEvent> read = new ArrayDeque<>();
    private final WholeCharacters characters = new WholeCharacters();
    private OptionalLong promptTokens = OptionalLong.empty();
    private OptionalLong completionTokens = OptionalLong.empty();
    private boolean any;
    private boolean ended;

    private InferCall(
            InferAnswers<A> answers,
            Function<A, ModelInferResponse> content,
            OpenInferenceSettings.Tensors names,
            TokenCount completionMax) {
        this.answers = answers;
        this.content = content;
        this.names = names;
        this.completionMax = completionMax;
    }

    static RemoteCall ofWhole(
            InferAnswers<ModelInferResponse> answers, OpenInferenceSettings.Tensors names, TokenCount completionMax) {
        return new InferCall<>(answers, answer -> answer, names, completionMax);
    }

    static RemoteCall ofPieces(
            InferAnswers<ModelStreamInferResponse> answers, OpenInferenceSettings settings, TokenCount completionMax) {
        return new InferCall<>(answers, answer -> piece(answer, settings.key()), settings.tensors(), completionMax);
    }

    private static ModelInferResponse piece(ModelStreamInferResponse answer, ServerKey key) {
        if (!answer.getErrorMessage().isEmpty()) {
            throw new RemoteFailure(Kind.BROKEN, "the server reports an error: " + key.words(answer.getErrorMessage()));
        }
        return answer.getInferResponse();
    }

    @Override
    public ServerEvent next() {
        while (read.isEmpty()) {
            if (ended) {
                return new EndOfAnswer();
            }
            A answer = answers.next();
            if (answer == null) {
                end();
            } else {
                take(content.apply(answer));
            }
        }
        return read.remove();
    }

    /// Triton's last answer to a request may be empty but for saying so.
    private void take(ModelInferResponse answer) {
        boolean last = answer.getParametersMap().containsKey("triton_final_response")
                && answer.getParametersMap().get("triton_final_response").getBoolParam();
        var text = InferTensors.text(answer, names.text());
        if (text.isEmpty() && !last) {
            throw new RemoteFailure(Kind.GARBAGE, "the server's answer has no output '" + names.text() + "'");
        }
        any = true;
        text.ifPresent(bytes -> read.add(new Text(characters.add(bytes))));
        InferTensors.count(answer, names.promptTokens()).ifPresent(count -> promptTokens = OptionalLong.of(count));
        InferTensors.count(answer, names.completionTokens())
                .ifPresent(count -> completionTokens = OptionalLong.of(completionTokens.orElse(0) + count));
    }

    private void end() {
        if (!any) {
            throw new RemoteFailure(Kind.BROKEN, "the server ended without an answer");
        }
        ended = true;
        read.add(new Usage(new UsageClaim(promptTokens, OptionalLong.empty(), completionTokens, OptionalLong.empty())));
        read.add(new Stopped(completionTokens.orElse(0) >= completionMax.count() ? StopCause.LENGTH : StopCause.STOP));
    }

    @Override
    public void abort() {
        answers.abort();
    }
}
