package dev.cortado.accounting.http;

import dev.cortado.accounting.store.Database;
import dev.cortado.accounting.store.ReportReads;

/// What a report's reader can do about its failure.
final class ReportFailures {

    private static final String QUERY_CANCELLED = "57014";

    private ReportFailures() {}

    static Throwable problem(Throwable failure) {
        if (failure instanceof ReportReads.BusyException busy) {
            return new ProblemException(Problem.of(503, "busy", "Busy", busy.getMessage() + "; try again in a second"));
        }
        if (Database.sqlState(failure).filter(QUERY_CANCELLED::equals).isPresent()) {
            return new ProblemException(Problem.of(
                    422,
                    "report_too_long",
                    "The report takes too long",
                    "the report took longer than it may; ask for fewer days, a smaller node or fewer groupings"));
        }
        return failure;
    }
}
