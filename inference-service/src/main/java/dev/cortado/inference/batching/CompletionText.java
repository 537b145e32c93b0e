package dev.cortado.inference.batching;

import dev.cortado.inference.engine.WholeCharacters;
import java.util.List;

/// Puts a completion together from the bytes of its tokens: whole characters only, and never past a stop text.
///
/// Bytes of an unfinished character wait for the rest. Text that may be the beginning of a stop text is held back until
/// it is certain; once a stop text is complete, it and what follows is dropped.
final class CompletionText {

    private final List<String> stops;
    private final WholeCharacters characters = new WholeCharacters();
    private final StringBuilder held = new StringBuilder();
    private boolean stopped;

    CompletionText(List<String> stops) {
        this.stops = stops;
    }

    /// Adds a token's bytes.
    ///
    /// @return text that is certain now, perhaps empty
    String add(byte[] bytes) {
        if (stopped) {
            return "";
        }
        held.append(characters.add(bytes));
        int stop = firstStop();
        if (stop >= 0) {
            stopped = true;
            held.setLength(stop);
            return take(stop);
        }
        return take(held.length() - heldBack());
    }

    boolean stopped() {
        return stopped;
    }

    /// What was held back, now that nothing follows; an unfinished character is dropped.
    String finish() {
        return stopped ? "" : take(held.length());
    }

    private int firstStop() {
        int first = -1;
        for (String stop : stops) {
            int at = held.indexOf(stop);
            if (at >= 0 && (first < 0 || at < first)) {
                first = at;
            }
        }
        return first;
    }

    /// Length of the longest end of the held text that begins a stop text.
    private int heldBack() {
        int longest = 0;
        for (String stop : stops) {
            int most = Math.min(stop.length() - 1, held.length());
            for (int length = most; length > longest; length--) {
                if (stop.startsWith(held.substring(held.length() - length))) {
                    longest = length;
                }
            }
        }
        return longest;
    }

    private String take(int length) {
        String text = held.substring(0, length);
        held.delete(0, length);
        return text;
    }
}
