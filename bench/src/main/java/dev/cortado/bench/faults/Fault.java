package dev.cortado.bench.faults;

import java.time.Duration;

/// One thing that goes wrong.
sealed interface Fault {

    Part part();

    /// Which of the part's processes or proxies, from 0.
    int number();

    /// How long it lasts, where something ends it.
    Duration time();

    /// What is counted together.
    String kind();

    /// As `kill -9` does.
    record Kill(Part part, int number) implements Fault {

        @Override
        public Duration time() {
            return Duration.ZERO;
        }

        @Override
        public String kind() {
            return "kill " + part.word();
        }
    }

    /// As `kill -STOP` does, and `kill -CONT` after the time.
    record Pause(Part part, int number, Duration time) implements Fault {

        @Override
        public String kind() {
            return "pause " + part.word();
        }
    }

    /// What a proxy does to the connections that it passes on.
    record Disconnection(Part part, int number, Manner manner, Duration time) implements Fault {

        @Override
        public String kind() {
            return manner.words + " " + part.word();
        }
    }

    /// How connections fail.
    enum Manner {
        /// They end, and for the time there are no others.
        CUT("cut connections of", "cuts"),
        /// For the time nothing comes through, not even that a side is gone; then all of it does.
        STALL("stall connections of", "stalls"),
        /// For the time no answer comes through; then they end, so that nobody hears of what was done.
        LOSE_ANSWERS("lose answers of", "lostAnswers");

        private final String words;
        private final String figure;

        Manner(String words, String figure) {
            this.words = words;
            this.figure = figure;
        }

        /// What its figures begin with.
        String figure() {
            return figure;
        }
    }
}
