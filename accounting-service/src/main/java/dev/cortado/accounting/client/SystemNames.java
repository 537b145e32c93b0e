package dev.cortado.accounting.client;

import dev.cortado.accounting.webhook.Names;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Host names as the machine resolves them, within a time.
final class SystemNames implements Names {

    private final Duration longest;

    SystemNames(Duration longest) {
        this.longest = longest;
    }

    @Override
    public List<InetAddress> resolve(String host) throws UnknownHostException {
        FutureTask<InetAddress[]> asking = new FutureTask<>(() -> InetAddress.getAllByName(host));
        Thread.ofVirtual().name("resolve " + host).start(asking);
        try {
            return List.of(asking.get(longest.toMillis(), TimeUnit.MILLISECONDS));
        } catch (ExecutionException | TimeoutException e) {
            throw new UnknownHostException(host);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnknownHostException(host);
        }
    }
}
