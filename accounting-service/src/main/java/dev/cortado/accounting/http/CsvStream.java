package dev.cortado.accounting.http;

import io.smallrye.mutiny.Multi;
import java.util.concurrent.atomic.AtomicBoolean;

/// A CSV as it is made. Its head goes out with the first line, so that what fails before is still answered as a
/// failure; what fails later breaks the connection, so that nobody takes a part for the whole.
final class CsvStream {

    private CsvStream() {}

    static Multi<String> of(String head, Multi<String> lines) {
        AtomicBoolean begun = new AtomicBoolean();
        return lines.map(line -> begun.getAndSet(true) ? line : head + line)
                .onCompletion()
                .ifEmpty()
                .continueWith(head);
    }
}
