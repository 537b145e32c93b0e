package dev.cortado.bench.engine;

import dev.cortado.bench.Figures;
import dev.cortado.bench.engine.Plan.Model;
import dev.cortado.bench.served.BenchCatalogue;
import dev.cortado.bench.served.Engines;
import dev.cortado.bench.served.NodeCalls;
import dev.cortado.bench.served.NodeRequests;
import dev.cortado.bench.served.ServedNode;
import dev.cortado.contracts.signature.Signer;
import dev.cortado.contracts.v1.NodeReport;
import dev.cortado.contracts.v1.TokenPrices;
import dev.cortado.inference.engine.Engine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// How fast the engine is, on the launcher's Kafka. Arguments: those of [Plan].
public final class EngineBench {

    private EngineBench() {}

    public static void main(String[] arguments) throws Exception {
        Plan plan = Plan.of(arguments);
        Figures figures = new Figures();
        Path catalogue = catalogue(plan);
        ServedNode service = new ServedNode(new ServedNode.Told(
                plan.commands(),
                catalogue,
                plan.models().stream().map(Model::variant).toList(),
                plan.threads(),
                plan.nodePort(),
                plan.logs()));
        Runtime.getRuntime().addShutdownHook(new Thread(service::close));
        try (service) {
            Engines engines = new Engines(plan.libraries(), catalogue, plan.threads());
            for (Model model : plan.models()) {
                measure(plan, model, engines, service, figures);
            }
        }
        figures.write();
    }

    private static Path catalogue(Plan plan) throws IOException {
        BenchCatalogue catalogue = new BenchCatalogue(plan.catalogue());
        plan.models()
                .forEach(model -> catalogue.model(model.variant(), model.file(), plan.slots(), plan.contextTokens()));
        return catalogue.write(plan.logs().resolve("catalogue.json"));
    }

    private static OverGrpc overGrpc(ServedNode service, Model model) throws InterruptedException {
        NodeCalls calls = service.connect();
        NodeReport node = service.awaitServing(calls, model.variant());
        Signer signer = Signer.ofConfiguration(System.getenv("CORTADO_SIGNING_KEYS"));
        TokenPrices prices = TokenPrices.newBuilder()
                .setPriceVersion("bench")
                .setPromptPicoUsd(1)
                .setCachedPromptPicoUsd(1)
                .setCompletionPicoUsd(1)
                .build();
        return new OverGrpc(model.variant(), calls, new NodeRequests(signer, node, prices));
    }

    private static void measure(Plan plan, Model model, Engines engines, ServedNode service, Figures figures)
            throws Exception {
        System.err.println(model.variant() + ": loading");
        List<Contestant> contestants = new ArrayList<>();
        try {
            Engine engine = engines.load(model.variant(), model.file(), plan.slots(), plan.contextTokens());
            contestants.add(new InProcess(engine));
            OverGrpc overGrpc = overGrpc(service, model);
            contestants.add(overGrpc);
            Prompts prompts = new Prompts(engine, 1);
            if (plan.rounds() > 0) {
                if (!plan.script().isEmpty()) {
                    contestants.add(new NodeLlamaCpp(
                            Path.of(plan.script()), model.file(), plan.threads(), plan.slots(), plan.contextTokens()));
                }
                Race race = new Race(model, contestants, prompts);
                race.run(plan.rounds());
                race.tell(figures);
            }
            if (plan.longPrompts() > 0) {
                FirstTokens firstTokens = new FirstTokens(model, overGrpc, prompts);
                firstTokens.run(plan.longPrompts());
                firstTokens.tell(figures);
            }
        } finally {
            contestants.forEach(Contestant::close);
        }
    }
}
