package dev.cortado.inference.client;

import dev.cortado.inference.remote.RemoteFailure;
import dev.cortado.inference.remote.RemoteFailure.Kind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Reads the events of a `text/event-stream`, as the HTML standard defines it: lines end in LF, CR or both, an empty
/// line ends an event, a line that begins with a colon is a comment. Bytes are put together to lines before they are
/// decoded, so that packets may end anywhere.
final class ServerSentEvents {

    private static final int BUFFER_BYTES = 8192;

    private final InputStream input;
    private final int eventBytesMax;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private int next;
    private int end;
    private boolean afterCarriageReturn;

    ServerSentEvents(InputStream input, int eventBytesMax) {
        this.input = input;
        this.eventBytesMax = eventBytesMax;
    }

    /// @param error whether it came in a field of that name, as old servers send errors
    record Event(String data, boolean error) {}

    /// Blocks until an event is whole.
    ///
    /// @return null at the end of the stream; an unfinished event is dropped
    /// @throws RemoteFailure if an event is too long
    @Nullable
    Event next() throws IOException {
        StringBuilder data = new StringBuilder();
        boolean any = false;
        boolean error = false;
        for (String text = line(); text != null; text = line()) {
            if (text.isEmpty()) {
                if (any) {
                    return new Event(data.toString(), error);
                }
                continue;
            }
            boolean isError = text.startsWith("error:");
            if (isError || text.startsWith("data:")) {
                data.append(any ? "\n" : "").append(value(text));
                any = true;
                error |= isError;
                bounded(data.length());
            }
        }
        return null;
    }

    private static String value(String text) {
        String value = text.substring(text.indexOf(':') + 1);
        return value.startsWith(" ") ? value.substring(1) : value;
    }

    private @Nullable String line() throws IOException {
        while (true) {
            if (next == end) {
                end = input.read(buffer);
                next = 0;
                if (end < 0) {
                    end = 0;
                    return null;
                }
            }
            byte one = next < end ? buffer[next++] : 0;
            if (one == '\n' && afterCarriageReturn) {
                afterCarriageReturn = false;
            } else if (one == '\n' || one == '\r') {
                afterCarriageReturn = one == '\r';
                return taken();
            } else {
                afterCarriageReturn = false;
                line.write(one);
                bounded(line.size());
            }
        }
    }

    private String taken() {
        String text = line.toString(StandardCharsets.UTF_8);
        line.reset();
        return text;
    }

    private void bounded(int length) {
        if (length > eventBytesMax) {
            throw new RemoteFailure(Kind.GARBAGE, "the server sent an event of more than " + eventBytesMax + " bytes");
        }
    }
}
