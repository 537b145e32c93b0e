package dev.cortado.bench.simulation;

import dev.cortado.bench.simulation.books.Books;
import dev.cortado.bench.simulation.books.Tables;
import java.util.List;

/// Makes a history's database from the model of it: the model itself, or something that also asks a real one.
public interface BooksMaking {

    BooksMaking MODEL = (model, _, _) -> model;

    /// @param limits as they stand in the tables
    Books of(Books model, Tables tables, List<Plan.Limit> limits);

    /// The history is over, its books at rest, and no invariant was violated.
    default void over(Tables tables) {}
}
