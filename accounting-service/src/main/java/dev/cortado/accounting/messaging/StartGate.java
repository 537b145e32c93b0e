package dev.cortado.accounting.messaging;

import dev.cortado.accounting.posting.LoggedTick;
import dev.cortado.accounting.posting.StartCheck;
import dev.cortado.accounting.session.GrantGate;
import dev.cortado.accounting.store.PostingStore;
import dev.cortado.accounting.store.SetBackStore;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Closed from the start of the process until [StartCheck] has looked at the log, on a thread of its own; a broker or a
/// database that is away is asked again.
@ApplicationScoped
public class StartGate implements GrantGate {

    private static final Logger LOG = Logger.getLogger(StartGate.class);
    private static final Duration BOOKS_WAIT = Duration.ofSeconds(3);
    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final String NOT_LOOKED = "accounting has not read the usage log's end yet; try again";
    private static final String SET_BACK =
            "the books were set back, and the usage log is not posted yet up to the end that it had; try again";

    private final PostingStore books;
    private final SetBackStore setBack;
    private final UsageReader reader;
    private final String topic;
    private final Map<String, Object> broker;
    private volatile Optional<String> closedBecause = Optional.of(NOT_LOOKED);
    private volatile @Nullable Thread looking;

    StartGate(
            PostingStore books,
            SetBackStore setBack,
            UsageReader reader,
            @ConfigProperty(name = "mp.messaging.incoming.usage.topic") String topic,
            @Identifier("default-kafka-broker") Map<String, Object> broker) {
        this.books = books;
        this.setBack = setBack;
        this.reader = reader;
        this.topic = topic;
        this.broker = broker;
    }

    @Override
    public Optional<String> closedBecause() {
        return closedBecause;
    }

    void start(@Observes StartupEvent event) {
        looking = Thread.ofVirtual().name("start check").start(this::look);
    }

    void stop(@Observes ShutdownEvent event) {
        Thread present = looking;
        if (present != null) {
            present.interrupt();
        }
    }

    private void look() {
        try {
            while (!opened()) {
                Thread.sleep(PAUSE);
            }
            closedBecause = Optional.empty();
            LOG.info("the books have what the usage log told when accounting began");
        } catch (InterruptedException | InterruptException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// By one consumer, until all is there; another where that one fails.
    private boolean opened() throws InterruptedException {
        try (LogTail tail = new LogTail(consumer(), topic, reader)) {
            StartCheck check = new StartCheck(tail, new WaitingBooks(books, setBack));
            while (!check.look()) {
                if (!closedBecause.equals(Optional.of(SET_BACK))) {
                    closedBecause = Optional.of(SET_BACK);
                    LOG.error("the books were set back: nothing is granted before the log is posted up to its end");
                }
                Thread.sleep(PAUSE);
            }
            return true;
        } catch (InterruptException e) {
            throw e;
        } catch (RuntimeException e) {
            LOG.debugf("the usage log's end is not known yet: %s", e.toString());
            return false;
        }
    }

    private KafkaConsumer<byte[], byte[]> consumer() {
        Map<String, Object> configuration = new HashMap<>(broker);
        configuration.remove(ConsumerConfig.GROUP_ID_CONFIG);
        configuration.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        configuration.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        configuration.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        return new KafkaConsumer<>(configuration, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /// The books, waited for.
    private record WaitingBooks(PostingStore posting, SetBackStore setBack) implements StartCheck.Books {

        @Override
        public long next(int partition) {
            return waited(posting.nextOffset(partition));
        }

        @Override
        public boolean lack(List<LoggedTick> ticks) {
            return waited(setBack.lack(ticks));
        }

        private static <T> T waited(Uni<T> answer) {
            return answer.await().atMost(BOOKS_WAIT);
        }
    }
}
