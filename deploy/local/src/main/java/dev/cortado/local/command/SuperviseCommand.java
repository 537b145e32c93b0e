package dev.cortado.local.command;

import dev.cortado.local.process.Session;
import dev.cortado.local.settings.DataDirectory;
import dev.cortado.local.supervise.Supervisor;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// The supervisor's own process; `up` and the guardian start it, a person never does.
@Command(name = "supervise", hidden = true)
final class SuperviseCommand implements Callable<Integer> {
    @Mixin
    private final Common common = new Common();

    @Override
    public Integer call() throws IOException, InterruptedException {
        Session.leaveTerminal();
        DataDirectory data = new DataDirectory(common.asked().dataDirectory());
        Files.createDirectories(data.run());
        try (FileChannel channel =
                        FileChannel.open(data.supervisorLock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            if (lock == null) {
                // Another supervisor is there already; the guardian was a moment too fast.
                return 0;
            }
            System.err.println(
                    Instant.now() + " supervisor " + ProcessHandle.current().pid() + " begins");
            CountDownLatch stopped = new CountDownLatch(1);
            // An ordinary end, by `kill` or when the machine goes down, stops the stack in order.
            Runtime.getRuntime().addShutdownHook(new Thread(() -> end(data, stopped)));
            try {
                new Supervisor(Common.workshop(common.lastStart())).run();
            } finally {
                stopped.countDown();
            }
            System.err.println(Instant.now() + " supervisor ends");
            return 0;
        }
    }

    private static void end(DataDirectory data, CountDownLatch stopped) {
        try {
            if (stopped.getCount() > 0) {
                Files.deleteIfExists(data.wanted());
                stopped.await();
            }
        } catch (IOException e) {
            System.err.println("the stack could not be stopped: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
