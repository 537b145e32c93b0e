package dev.cortado.router.store;

import java.time.Duration;
import org.jboss.logging.Logger;

/// Looks at something again and again until it is ended. A look that fails is told in the log, and the next one comes
/// at its time; an interrupt ends them too.
final class Looks implements Runnable {

    private final Logger log;
    private final String whenFailing;
    private final Duration every;
    private final Runnable look;
    private volatile boolean ended;

    /// @param whenFailing what does not happen then, up to "for" and the pause
    Looks(Logger log, String whenFailing, Duration every, Runnable look) {
        this.log = log;
        this.whenFailing = whenFailing;
        this.every = every;
        this.look = look;
    }

    /// Until it is ended; on a thread of its own.
    @Override
    public void run() {
        try {
            while (!ended) {
                lookOnce();
                Thread.sleep(every);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void lookOnce() {
        try {
            look.run();
        } catch (RuntimeException e) {
            log.errorf(e, "%s for %s", whenFailing, every);
        }
    }

    boolean isEnded() {
        return ended;
    }

    void end() {
        ended = true;
    }
}
