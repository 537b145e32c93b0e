package dev.cortado.accounting.http;

import dev.cortado.accounting.store.Database;
import dev.cortado.accounting.store.ReportReads;

/// What a report's reader can do about its failure.
final class ReportFailures {

    private static final String QUERY_CANCELLED = "57014";
    private static final Problem TOO_LONG = Problem.of(
            422,
            "report_too_long",
            "The report takes too long",
            "the report took longer than it may; ask for fewer days, a smaller node or fewer groupings");

    private ReportFailures() {}

    static Throwable problem(Throwable failure) {
        return problem(failure, TOO_LONG);
    }

    /// @param tooLong what is said where the database was stopped
    static Throwable problem(Throwable failure, Problem tooLong) {
        if (failure instanceof ReportReads.BusyException busy) {
            return new ProblemException(Problem.of(503, "busy", "Busy", busy.getMessage() + "; try again later"));
        }
        if (Database.sqlState(failure).filter(QUERY_CANCELLED::equals).isPresent()) {
            return new ProblemException(tooLong);
        }
        return failure;
    }
}
