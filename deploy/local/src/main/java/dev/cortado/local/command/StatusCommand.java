package dev.cortado.local.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cortado.local.inspect.ListeningSocket;
import dev.cortado.local.process.ProcessMark;
import dev.cortado.local.settings.DataDirectory;
import dev.cortado.local.settings.Settings;
import dev.cortado.local.supervise.Lifecycle;
import dev.cortado.local.supervise.StackState;
import dev.cortado.local.supervise.StackState.PartState;
import dev.cortado.local.supervise.StackState.StartCacheState;
import dev.cortado.local.supervise.StackState.TierState;
import dev.cortado.local.supervise.Supervisor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// How each part is, and every socket that the stack listens on.
@Command(name = "status", mixinStandardHelpOptions = true, description = "Shows how each part is.")
final class StatusCommand implements Callable<Integer> {
    private static final int NOT_RUNNING = 3;

    @Mixin
    private final Common common = new Common();

    @Option(names = "--json", description = "one JSON object, for programs")
    private boolean json;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Settings settings = common.started();
        Optional<StackState> state = Lifecycle.running(new DataDirectory(settings.dataDirectory()));
        if (json) {
            System.out.println(
                    new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(whole(settings, state)));
        } else if (state.isEmpty()) {
            System.out.println("nothing runs in " + settings.dataDirectory());
        } else {
            table(state.get());
            startCaches(state.get());
            for (ListeningSocket socket : Lifecycle.sockets(state.get())) {
                System.out.printf(
                        Locale.ROOT,
                        "  listens  %s:%d  %s (process %d)%s%n",
                        socket.address(),
                        socket.port(),
                        socket.process(),
                        socket.pid(),
                        socket.loopback() ? "" : "  NOT ON LOOPBACK");
            }
        }
        return state.isPresent() ? 0 : NOT_RUNNING;
    }

    static void table(StackState state) {
        System.out.println(state.ready() ? "ready" : "not ready");
        for (PartState part : state.parts()) {
            System.out.printf(
                    Locale.ROOT,
                    "  %-16s %-11s %-15s %-13s %s%s%n",
                    part.name(),
                    part.condition().name().toLowerCase(Locale.ROOT),
                    part.version(),
                    part.ports().stream().map(String::valueOf).collect(Collectors.joining(" ")),
                    life(part),
                    part.message().isEmpty() ? "" : "  " + part.message());
        }
        for (TierState tier : state.tiers()) {
            System.out.printf(
                    Locale.ROOT,
                    "  tier %-11s %-11s %s%s%s%n",
                    tier.tier(),
                    tier.state(),
                    tier.variant(),
                    tier.state().equals("downloading")
                            ? "  " + Say.bytes(tier.bytesDone()) + " of " + Say.bytes(tier.bytesTotal())
                            : "",
                    tier.message().isEmpty() ? "" : "  " + tier.message());
        }
    }

    static void startCaches(StackState state) {
        for (StartCacheState one : state.startCaches()) {
            System.out.printf(
                    Locale.ROOT,
                    "  start cache of %-18s %s%s%n",
                    one.program(),
                    one.state(),
                    one.message().isEmpty() ? "" : ", " + one.message());
        }
    }

    private static String life(PartState part) {
        ProcessMark process = part.process();
        if (process == null || !process.alive()) {
            return "";
        }
        return "up " + Say.duration(System.currentTimeMillis() - part.sinceMillis()) + ", process " + process.pid()
                + (part.restarts() > 0 ? ", restarted " + part.restarts() + " times" : "");
    }

    /// The object that programs read; also what `LocalStack` hands to tests.
    static Map<String, Object> whole(Settings settings, Optional<StackState> state)
            throws IOException, InterruptedException {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("baseUrl", Supervisor.baseUrl(settings));
        all.put(
                "apiKey",
                state.isPresent()
                        ? Common.workshop(settings).secrets().demoKey().text()
                        : "");
        all.put("ready", state.map(StackState::ready).orElse(false));
        all.put("dataDirectory", settings.dataDirectory().toString());
        List<Map<String, Object>> parts = new ArrayList<>();
        List<Map<String, Object>> sockets = new ArrayList<>();
        if (state.isPresent()) {
            parts.add(supervisor(state.get()));
            state.get().parts().forEach(part -> parts.add(part(part)));
            Lifecycle.sockets(state.get())
                    .forEach(socket -> sockets.add(Map.of(
                            "address", socket.address(),
                            "port", socket.port(),
                            "pid", socket.pid(),
                            "process", socket.process(),
                            "loopback", socket.loopback())));
        }
        all.put("parts", parts);
        all.put("tiers", state.map(StackState::tiers).orElse(List.of()));
        all.put("startCaches", state.map(StackState::startCaches).orElse(List.of()));
        all.put("sockets", sockets);
        return all;
    }

    private static Map<String, Object> supervisor(StackState state) {
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("name", "supervisor");
        one.put("state", state.supervisor().alive() ? "ready" : "restarting");
        one.put("version", dev.cortado.local.settings.Versions.of("cortado"));
        one.put("pid", state.supervisor().pid());
        // As for every part that listens on none.
        one.put("port", 0);
        one.put("ports", List.of());
        one.put("uptimeSeconds", (System.currentTimeMillis() - state.startedMillis()) / 1000);
        return one;
    }

    private static Map<String, Object> part(PartState part) {
        Map<String, Object> one = new LinkedHashMap<>();
        ProcessMark process = part.process();
        boolean runs = process != null && process.alive();
        one.put("name", part.name());
        one.put("state", part.condition().name().toLowerCase(Locale.ROOT));
        one.put("version", part.version());
        one.put("port", part.ports().isEmpty() ? 0 : part.ports().getFirst());
        one.put("ports", part.ports());
        one.put("pid", runs && process != null ? process.pid() : 0);
        one.put("uptimeSeconds", runs ? (System.currentTimeMillis() - part.sinceMillis()) / 1000 : 0);
        one.put("readyAfterMillis", part.readyAfterMillis());
        one.put("restarts", part.restarts());
        one.put("message", part.message());
        return one;
    }
}
