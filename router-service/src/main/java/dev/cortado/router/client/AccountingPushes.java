package dev.cortado.router.client;

import dev.cortado.contracts.unit.LeaseId;
import dev.cortado.contracts.unit.SessionId;
import dev.cortado.contracts.v1.PathChanged;
import dev.cortado.contracts.v1.SessionServiceGrpc;
import dev.cortado.contracts.v1.WatchEvent;
import dev.cortado.contracts.v1.WatchRequest;
import dev.cortado.router.configuration.RouterConfiguration;
import dev.cortado.router.hold.Holds;
import dev.cortado.router.price.Prices;
import dev.cortado.router.session.SessionTerms;
import dev.cortado.router.session.SessionWatcher;
import dev.cortado.router.session.Sessions;
import dev.cortado.router.tenant.Paths;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/// What accounting pushes to a session: recalls, new prices, changed paths. A stream that was lost may
/// have lost word of a change, so that every path is forgotten then; what changed before it was open
/// again, a heartbeat tells, or the version of the next change that it brings.
@Singleton
final class AccountingPushes implements SessionWatcher {

    private static final Logger LOG = Logger.getLogger(AccountingPushes.class);
    private static final int BEFORE_SESSIONS = 0;

    private final Vertx vertx;
    private final Calls calls;
    private final Subscription.Pauses pauses;
    private final Sessions sessions;
    private final Holds holds;
    private final Paths paths;
    private final Prices prices;
    private final Map<SessionId, Subscription<WatchRequest, WatchEvent>> subscriptions = new ConcurrentHashMap<>();
    /// Sessions whose stream is open and began with the price books.
    private final Set<SessionId> heard = ConcurrentHashMap.newKeySet();

    AccountingPushes(
            Vertx vertx,
            RouterConfiguration configuration,
            @ConfigProperty(name = "cortado.accounting.address") String address,
            Sessions sessions,
            Holds holds,
            Paths paths,
            Prices prices) {
        this.vertx = vertx;
        this.calls = new Calls(vertx, address);
        this.pauses = new Subscription.Pauses(
                configuration.node().reconnectFirst(), configuration.node().reconnectMax(), Duration.ZERO);
        this.sessions = sessions;
        this.holds = holds;
        this.paths = paths;
        this.prices = prices;
    }

    void start(@Observes @Priority(BEFORE_SESSIONS) StartupEvent event) {
        sessions.watch(this);
    }

    void stop(@Observes ShutdownEvent event) {
        subscriptions.values().forEach(Subscription::stop);
    }

    @Override
    public void opened(SessionTerms terms) {
        SessionId session = terms.id();
        WatchRequest request =
                WatchRequest.newBuilder().setSessionId(session.value()).build();
        Subscription<WatchRequest, WatchEvent> opened = new Subscription<>(
                vertx, calls, SessionServiceGrpc.getWatchMethod(), () -> request, new Pushed(session), pauses);
        subscriptions.put(session, opened);
        opened.open();
    }

    @Override
    public void ended(SessionId session) {
        Subscription<WatchRequest, WatchEvent> ended = subscriptions.remove(session);
        if (ended != null) {
            ended.stop();
            deaf(session);
        }
    }

    @Override
    public void pathsChanged(long version) {}

    private final class Pushed implements Subscription.Listener<WatchEvent> {

        private final SessionId session;

        Pushed(SessionId session) {
            this.session = session;
        }

        @Override
        public void received(WatchEvent event) {
            switch (event.getEventCase()) {
                case RECALL ->
                    holds.recall(
                            session,
                            event.getRecall().getLeaseIdsList().stream()
                                    .map(LeaseId::new)
                                    .toList(),
                            AccountingMessages.toAsking(event.getRecall()));
                case PRICE_BOOK -> {
                    heard.add(session);
                    take(event.getPriceBook());
                }
                case PATH_CHANGED -> forget(event.getPathChanged());
                case EVENT_NOT_SET -> LOG.debug("accounting pushed something this router does not know");
            }
        }

        @Override
        public void lost() {
            deaf(session);
            paths.forgetAll();
        }
    }

    /// New prices are heard of as long as one of the streams is open.
    private void deaf(SessionId session) {
        if (heard.remove(session) && heard.isEmpty()) {
            prices.unheard(sessions.accountingNow());
        }
    }

    private void take(dev.cortado.contracts.v1.PriceBook pushed) {
        try {
            prices.pushed(AccountingMessages.toBook(pushed), sessions.accountingNow());
            LOG.infof("prices %s with %d rows", pushed.getPriceVersion(), pushed.getRowsCount());
        } catch (IllegalArgumentException e) {
            LOG.errorf("price book %s is wrong and was not taken: %s", pushed.getPriceVersion(), e.getMessage());
        }
    }

    private void forget(PathChanged changed) {
        if (changed.getNodeId().isEmpty()) {
            paths.forgetAll();
        } else {
            paths.forget(changed.getNodeId());
        }
        sessions.heard(changed.getPathVersion());
    }
}
