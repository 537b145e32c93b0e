package dev.cortado.bench.simulation.books;

/// The model and the database answered differently, or came to hold different rows.
public final class BooksDiffer extends RuntimeException {

    public BooksDiffer(String difference) {
        super(difference);
    }
}
