/// Accounting's tables and SQL functions in Java, rule for rule and constraint for constraint, so that a million
/// histories need no database. That both agree is a test: it sends the same calls to the functions on PostgreSQL.
@NullMarked
package dev.cortado.bench.simulation.books;

import org.jspecify.annotations.NullMarked;
