package dev.cortado.local.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cortado.local.process.ProcessMark;
import dev.cortado.local.process.Tool;
import dev.cortado.local.settings.PartPort;
import dev.cortado.local.settings.Tier;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/// What `./cortado status` shows of a stack, and what `./cortado down` leaves of it: nothing.
class DownIT {

    private static final Duration KEYCLOAK_LIMIT = Duration.ofMinutes(5);
    private static final Duration COMMAND_LIMIT = Duration.ofMinutes(3);
    private static final Path PROC = Path.of("/proc");

    /// Only there can a process be asked which stack it belongs to.
    @EnabledOnOs(OS.LINUX)
    @Test
    void down_leavesNoProcessAndNoPort_andEverySocketWasOnLoopback() throws IOException, InterruptedException {
        try (StackUnderTest stack = StackUnderTest.own(EnumSet.of(Tier.SMALL), Map.of())) {
            stack.stack().awaitPart("keycloak", 0, KEYCLOAK_LIMIT);
            Path data = stack.stack().dataDirectory();
            JsonNode status = StackUnderTest.json(cortado("status", "--json", "--data-dir", data.toString()));
            assertTrue(status.path("baseUrl").asText().endsWith("/v1"), status::toString);
            Set<Integer> ports = new HashSet<>();
            for (JsonNode socket : status.path("sockets")) {
                assertTrue(socket.path("address").asText().startsWith("127."), socket::toString);
                ports.add(socket.path("port").asInt());
            }
            for (JsonNode part : status.path("parts")) {
                for (JsonNode port : part.path("ports")) {
                    assertTrue(ports.contains(port.asInt()), () -> "nobody listens on " + port + ": " + status);
                }
            }
            List<ProcessMark> processes = of(data);
            assertTrue(processes.size() > stack.stack().processes().size() / 2, processes::toString);

            cortado("down", "--data-dir", data.toString());

            assertEquals(List.of(), of(data));
            assertEquals(
                    List.of(), processes.stream().filter(ProcessMark::alive).toList());
            for (PartPort port : PartPort.values()) {
                assertTrue(FreePorts.isFree(stack.stack().port(port)), () -> port + " is still held");
            }
        }
    }

    private static String cortado(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(
                Path.of(System.getProperty("cortado.root", "../.."), "cortado").toString());
        command.addAll(List.of(arguments));
        Tool.Said said = Tool.run(
                Path.of("").toAbsolutePath(),
                Map.of("JAVA_HOME", System.getProperty("java.home")),
                COMMAND_LIMIT,
                command);
        assertTrue(said.well(), said::output);
        // The script may say first that it compiles.
        int json = said.output().indexOf('{');
        return json < 0 ? said.output() : said.output().substring(json);
    }

    /// Every process that carries the stack's mark in its environment.
    private static List<ProcessMark> of(Path data) throws IOException {
        String mark = "CORTADO_STACK=" + data;
        List<ProcessMark> found = new ArrayList<>();
        try (Stream<Path> processes = Files.list(PROC)) {
            for (Path process : processes
                    .filter(one -> one.getFileName().toString().matches("[0-9]+"))
                    .toList()) {
                if (environment(process).contains(mark)) {
                    ProcessMark.of(Long.parseLong(process.getFileName().toString()))
                            .ifPresent(found::add);
                }
            }
        }
        return found;
    }

    private static List<String> environment(Path process) {
        try {
            return List.of(Files.readString(process.resolve("environ"), StandardCharsets.ISO_8859_1)
                    .split("\0", -1));
        } catch (IOException e) {
            // it ended meanwhile, or is another user's
            return List.of();
        }
    }
}
