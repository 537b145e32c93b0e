package dev.cortado.bench.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// node-llama-cpp in a process of its own: a line of JSON asks for a run, a line answers with its times.
final class NodeLlamaCpp implements Contestant {

    private static final double NANOS_PER_MILLISECOND = 1e6;

    private final ObjectMapper json = new ObjectMapper();
    private final Process process;
    private final BufferedWriter asks;
    private final BufferedReader answers;

    /// Loads the model.
    ///
    /// @param script that drives the package, beside its `node_modules`
    NodeLlamaCpp(Path script, Path model, int threads, int slots, int contextTokens) throws IOException {
        this.process = new ProcessBuilder(
                        "node",
                        script.toString(),
                        model.toString(),
                        Integer.toString(threads),
                        Integer.toString(slots),
                        Integer.toString(contextTokens))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        this.asks = process.outputWriter();
        this.answers = process.inputReader();
        answer();
    }

    @Override
    public String name() {
        return "NodeLlamaCpp";
    }

    @Override
    public List<StreamTimes> run(List<Prompt> prompts, int completionTokens) throws IOException {
        ObjectNode ask = json.createObjectNode().put("completionTokens", completionTokens);
        ArrayNode all = ask.putArray("prompts");
        for (Prompt prompt : prompts) {
            ArrayNode tokens = all.addArray();
            for (int n = 0; n < prompt.size(); n++) {
                tokens.add(prompt.tokens().token(n));
            }
        }
        asks.write(ask + "\n");
        asks.flush();
        List<StreamTimes> streams = new ArrayList<>();
        for (JsonNode stream : answer()) {
            List<Long> times = new ArrayList<>();
            for (JsonNode millis : stream) {
                times.add(Math.round(millis.asDouble() * NANOS_PER_MILLISECOND));
            }
            streams.add(new StreamTimes(times, times.size()));
        }
        return streams;
    }

    private JsonNode answer() throws IOException {
        String line = answers.readLine();
        if (line == null) {
            throw new IOException("node-llama-cpp ended; its last words are above");
        }
        return json.readTree(line);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
