package dev.cortado.router.fleet;

import dev.cortado.contracts.unit.TokenCount;
import dev.cortado.contracts.unit.VariantId;
import dev.cortado.router.catalogue.Rates;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One variant on one node: what it can take and how busy it is.
///
/// @param context tokens of prompt and completion of one choice; zero where no limit is known
/// @param templateFixed tokens that the chat template adds to a prompt, at most
/// @param templatePerMessage tokens that it adds to each message, at most
/// @param templateTools tokens that it adds to a prompt with tools, at most
/// @param templatePerTool tokens that it adds to each tool definition and each call in the messages, at most
/// @param measured rates measured on this node, null until then
public record VariantLoad(
        VariantId variant,
        boolean ready,
        TokenCount context,
        Occupancy occupancy,
        TokenCount templateFixed,
        TokenCount templatePerMessage,
        TokenCount templateTools,
        TokenCount templatePerTool,
        @Nullable Rates measured,
        Set<String> capabilities) {

    public VariantLoad {
        capabilities = Set.copyOf(capabilities);
    }

    /// A variant without tools.
    public VariantLoad(
            VariantId variant,
            boolean ready,
            TokenCount context,
            Occupancy occupancy,
            TokenCount templateFixed,
            TokenCount templatePerMessage,
            @Nullable Rates measured,
            Set<String> capabilities) {
        this(
                variant,
                ready,
                context,
                occupancy,
                templateFixed,
                templatePerMessage,
                TokenCount.ZERO,
                TokenCount.ZERO,
                measured,
                capabilities);
    }

    /// The most tokens of a prompt and its completion; where no limit is known, more than any context
    /// holds.
    public TokenCount contextAtMost() {
        return context.equals(TokenCount.ZERO) ? TokenCount.of(TokenCount.COUNT_MAX) : context;
    }

    /// Tokens that the template adds to a prompt of so many messages, tool definitions and tool calls, at most.
    public long templateTokens(int messages, int tools) {
        long forTools = tools == 0 ? 0 : templateTools.count() + tools * templatePerTool.count();
        return templateFixed.count() + messages * templatePerMessage.count() + forTools;
    }

    public Optional<Rates> measuredRates() {
        return Optional.ofNullable(measured);
    }
}
