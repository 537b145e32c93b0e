package dev.cortado.router.client;

import io.smallrye.stork.api.Service;
import io.smallrye.stork.api.ServiceInstance;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/// Looks at a service's instances, one look at a time. A look that fails or takes too long says so once, and tells
/// nothing.
final class Looks {

    private static final Logger LOG = Logger.getLogger(Looks.class);

    private final Service service;
    private final Duration timeout;
    private final Consumer<List<String>> found;
    private final AtomicBoolean looking = new AtomicBoolean();
    private volatile boolean failing;

    /// @param found hears host:port of every instance
    Looks(Service service, Duration timeout, Consumer<List<String>> found) {
        this.service = service;
        this.timeout = timeout;
        this.found = found;
    }

    void look() {
        if (!looking.compareAndSet(false, true)) {
            return;
        }
        service.getInstances()
                .ifNoItem()
                .after(timeout)
                .fail()
                .onTermination()
                .invoke(() -> looking.set(false))
                .subscribe()
                .with(this::answered, this::failed);
    }

    private void answered(List<ServiceInstance> instances) {
        if (failing) {
            LOG.infof("discovery of nodes answers again, with %d", instances.size());
        }
        failing = false;
        found.accept(instances.stream()
                .map(instance -> instance.getHost() + ":" + instance.getPort())
                .toList());
    }

    private void failed(Throwable why) {
        if (!failing) {
            LOG.warnf("discovery of nodes fails, those known are kept: %s", why);
        }
        failing = true;
    }
}
