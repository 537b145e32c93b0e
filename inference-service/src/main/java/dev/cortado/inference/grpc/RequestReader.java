package dev.cortado.inference.grpc;

import dev.cortado.contracts.v1.AdapterChoice;
import dev.cortado.contracts.v1.ChatMessage;
import dev.cortado.contracts.v1.GenerateRequest;
import dev.cortado.contracts.v1.MessagePart;
import dev.cortado.contracts.v1.SamplingOptions;
import dev.cortado.inference.attempt.AttemptCall;
import dev.cortado.inference.attempt.ProfileUse;
import dev.cortado.inference.engine.AdapterUse;
import dev.cortado.inference.engine.ChatRole;
import dev.cortado.inference.engine.Conversation;
import dev.cortado.inference.engine.ConversationMessage;
import dev.cortado.inference.engine.Sampling;
import dev.cortado.inference.verify.AttemptGrant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// Reads a request into what the attempt's flow understands, and names the field of anything this node does not serve.
final class RequestReader {

    private final TokenReader tokens;
    private final SamplingDefaults defaults;
    private final AnswerReader answers;

    RequestReader(TokenReader tokens, SamplingDefaults defaults) {
        this.tokens = tokens;
        this.defaults = defaults;
        this.answers = new AnswerReader(defaults.answers());
    }

    /// What holds where the request is silent, and how much a request may ask.
    record SamplingDefaults(
            double temperature, double topP, int stopsMax, int stopCharactersMax, AnswerLimits answers) {}

    AttemptCall read(GenerateRequest request) {
        return switch (tokens.read(request.getToken())) {
            case TokenReader.NotGenuine(var message) -> new AttemptCall.NotGenuine(message);
            case TokenReader.Genuine(var grant) -> read(grant, request);
        };
    }

    private AttemptCall read(AttemptGrant grant, GenerateRequest request) {
        try {
            UnservedFields.check(request);
            ProfileText.check(grant.profile(), request.getProfileText());
            Conversation conversation = conversation(request);
            ProfileUse profile = ProfileUse.of(request.getProfileText(), conversation);
            boolean putIn = !grant.profile().isNone() && !grant.profile().covered();
            return new AttemptCall.Wanted(
                    grant,
                    adapter(request),
                    putIn ? profile.before(conversation) : conversation,
                    sampling(request.getSampling()),
                    stops(request.getSampling().getStopList()),
                    profile);
        } catch (IllegalArgumentException e) {
            String message = String.valueOf(e.getMessage());
            return new AttemptCall.Unsupported(grant, field(message), message);
        }
    }

    /// What the client calls the field with which a message begins, up to its colon; empty where it names none.
    private static String field(String message) {
        int end = Math.max(0, message.indexOf(": "));
        return message.substring(0, end).replaceFirst("^sampling\\.?", "").replace(".parts[", ".content[");
    }

    /// An adapter comes with its scale always: an absent one reads as 0, which is refused.
    private static AdapterUse adapter(GenerateRequest request) {
        if (!request.hasAdapter()) {
            return AdapterUse.NONE;
        }
        AdapterChoice choice = request.getAdapter();
        if (choice.getAdapterId().isEmpty()) {
            throw new IllegalArgumentException("adapter.adapter_id: must name an adapter");
        }
        try {
            return new AdapterUse(choice.getAdapterId(), choice.getScale());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("adapter.scale: " + e.getMessage(), e);
        }
    }

    private Conversation conversation(GenerateRequest request) {
        List<ConversationMessage> messages = new ArrayList<>();
        for (int i = 0; i < request.getMessagesCount(); i++) {
            messages.add(message("messages[" + i + "]", request.getMessages(i)));
        }
        if (messages.isEmpty()) {
            throw new IllegalArgumentException("messages: must not be empty");
        }
        return new Conversation(messages, answers.tools(request), answers.format(request));
    }

    private ConversationMessage message(String field, ChatMessage message) {
        ChatRole role = switch (message.getRole()) {
            case "system" -> ChatRole.SYSTEM;
            case "user" -> ChatRole.USER;
            case "assistant" -> ChatRole.ASSISTANT;
            case "tool" -> ChatRole.TOOL;
            default -> throw new IllegalArgumentException(field + ".role: '" + message.getRole() + "' is not served");
        };
        StringBuilder content = new StringBuilder();
        for (MessagePart part : message.getPartsList()) {
            content.append(part.getText());
        }
        return new ConversationMessage(
                role,
                content.toString(),
                answers.calls(field + ".tool_calls", message.getToolCallsList()),
                message.getToolCallId());
    }

    private Sampling sampling(SamplingOptions options) {
        Map<Integer, Double> bias = answers.bias(options);
        OptionalInt topLogprobs = answers.topLogprobs(options);
        int choices = AnswerReader.choices(options);
        try {
            return new Sampling(
                    options.hasTemperature() ? options.getTemperature() : defaults.temperature(),
                    options.hasTopP() ? options.getTopP() : defaults.topP(),
                    options.hasSeed() ? OptionalLong.of(options.getSeed()) : OptionalLong.empty(),
                    options.getPresencePenalty(),
                    options.getFrequencyPenalty(),
                    bias,
                    topLogprobs,
                    choices);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("sampling: " + e.getMessage(), e);
        }
    }

    private List<String> stops(List<String> stops) {
        if (stops.size() > defaults.stopsMax()) {
            throw new IllegalArgumentException("sampling.stop: at most " + defaults.stopsMax() + " texts are served");
        }
        for (String stop : stops) {
            if (stop.isEmpty() || stop.length() > defaults.stopCharactersMax()) {
                throw new IllegalArgumentException(
                        "sampling.stop: a text must have 1 to " + defaults.stopCharactersMax() + " characters");
            }
        }
        return stops;
    }
}
