package dev.cortado.bench.engine;

import dev.cortado.bench.served.NodeCalls;
import dev.cortado.bench.served.NodeRequests;
import dev.cortado.contracts.v1.GenerateEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// The same engine in the packaged service, by its Generate call: token, metering and receipt as it is served.
record OverGrpc(String variant, NodeCalls calls, NodeRequests requests) implements Contestant {

    @Override
    public String name() {
        return "Grpc";
    }

    @Override
    public List<StreamTimes> run(List<Prompt> prompts, int completionTokens) {
        var messages = prompts.stream()
                .map(prompt -> requests.greedy(variant, prompt.text(), completionTokens))
                .toList();
        long begin = System.nanoTime();
        List<CompletableFuture<StreamTimes>> streams = new ArrayList<>();
        for (var message : messages) {
            Listener listener = new Listener(new Recording(begin), new CompletableFuture<>());
            calls.generate(message, listener);
            streams.add(listener.end());
        }
        return streams.stream().map(CompletableFuture::join).toList();
    }

    private record Listener(Recording recording, CompletableFuture<StreamTimes> end) implements NodeCalls.Listener {

        @Override
        public void event(GenerateEvent event) {
            switch (event.getEventCase()) {
                case DELTA -> recording.piece();
                case FINISHED ->
                    end.complete(recording.ended(
                            event.getFinished().getUsage().getCompletion().getCount()));
                case REFUSED, METERING_UNAVAILABLE -> broken(event.toString());
                case ACCEPTED, EVENT_NOT_SET -> {}
            }
        }

        @Override
        public void broken(String why) {
            end.completeExceptionally(new IllegalStateException("an attempt failed: " + why));
        }
    }

    @Override
    public void close() {
        calls.close();
    }
}
