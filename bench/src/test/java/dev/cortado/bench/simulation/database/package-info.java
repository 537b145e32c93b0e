/// The same histories on PostgreSQL: every call goes to the model and to the functions that serve, and both must agree.
@NullMarked
package dev.cortado.bench.simulation.database;

import org.jspecify.annotations.NullMarked;
