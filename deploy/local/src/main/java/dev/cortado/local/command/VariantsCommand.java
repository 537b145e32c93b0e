package dev.cortado.local.command;

import picocli.CommandLine.Command;

/// Variants of the models: what there is, and making more.
@Command(
        name = "variants",
        mixinStandardHelpOptions = true,
        description = "Makes variants of the models: other precisions, fewer layers, adapters; and lists them.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            VariantsListCommand.class,
            VariantsMakeCommands.Quantise.class,
            VariantsMakeCommands.Prune.class,
            VariantsMakeCommands.Attach.class,
            VariantsMakeCommands.Standard.class,
            VariantsServeCommands.Serve.class,
            VariantsServeCommands.Unserve.class,
            VariantsServeCommands.Price.class,
            VariantsServeCommands.Remove.class
        })
final class VariantsCommand {}
