package dev.cortado.local.command;

import dev.cortado.local.variant.MakerProcess.StepProgress;
import java.time.Duration;

/// Shows how far a step of making a variant is: a line when it begins, and one now and then.
final class StepLine implements StepProgress {
    private static final Duration EVERY = Duration.ofSeconds(2);

    private String current = "";
    private long saidAt;

    @Override
    public synchronized void at(String step, long done, long of, String what) {
        boolean begins = !step.equals(current);
        if (!begins && System.nanoTime() - saidAt < EVERY.toNanos()) {
            return;
        }
        current = step;
        saidAt = System.nanoTime();
        System.out.println("  ... " + step + "  " + (of > 0 ? done * 100 / of + " %" : "") + "  (" + what + ")");
    }
}
