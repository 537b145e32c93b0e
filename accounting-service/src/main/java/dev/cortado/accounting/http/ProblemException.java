package dev.cortado.accounting.http;

/// A request that cannot be served, for a reason the asker can mend.
final class ProblemException extends RuntimeException {

    private static final long serialVersionUID = 1;

    @SuppressWarnings("serial") // Never serialised.
    private final Problem problem;

    ProblemException(Problem problem) {
        super(problem.detail());
        this.problem = problem;
    }

    Problem problem() {
        return problem;
    }
}
