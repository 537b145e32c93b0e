package dev.cortado.bench.simulation;

import dev.cortado.bench.simulation.books.Books;
import dev.cortado.bench.simulation.books.Tables;

/// Makes a history's database from the model of it: the model itself, or something that also asks a real one.
public interface BooksMaking {

    BooksMaking MODEL = (model, _, _) -> model;

    /// @param plan of the history; its limits stand in the tables
    Books of(Books model, Tables tables, Plan plan);

    /// The history is over, its books at rest, and no invariant was violated.
    default void over(Tables tables) {}
}
