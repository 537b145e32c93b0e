package dev.cortado.accounting.http;

import dev.cortado.accounting.configuration.AccountingConfiguration;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/// How much of a list one answer shows.
@ApplicationScoped
public class Pages {

    private static final int USUAL = 100;

    private final int most;

    Pages(AccountingConfiguration configuration) {
        this.most = configuration.reportRowsMax();
    }

    int most() {
        return most;
    }

    int size(@Nullable Integer wanted) {
        if (wanted == null) {
            return Math.min(USUAL, most);
        }
        if (wanted < 1 || wanted > most) {
            throw new ProblemException(Problem.invalid("limit", "the page size is out of range", "1 to " + most));
        }
        return wanted;
    }
}
