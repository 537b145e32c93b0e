package dev.cortado.accounting.http;

import dev.cortado.accounting.configuration.ReportConfiguration;
import dev.cortado.accounting.report.Grouping;
import dev.cortado.accounting.report.SpendQuery;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.RequestScoped;
import java.time.Instant;
import java.util.Optional;

/// Reads a report's question, and lets only those ask who may see the node.
@RequestScoped
public class SpendQuestions {

    private final ReportConfiguration configuration;
    private final Asker asker;

    SpendQuestions(ReportConfiguration configuration, Asker asker) {
        this.configuration = configuration;
        this.asker = asker;
    }

    Uni<SpendQuery> query(SpendParameters parameters) {
        return seen(Optional.ofNullable(parameters.node))
                .map(node ->
                        parameters.query(node, configuration.daysMax(), configuration.groupingsMax(), Instant.now()));
    }

    /// Whether the asker is told what running it cost.
    boolean seesOperatorCost() {
        return asker.isPlatformAdmin();
    }

    private Uni<Optional<SpendQuery.Node>> seen(Optional<String> id) {
        if (id.isEmpty()) {
            if (!asker.isPlatformAdmin()) {
                throw new ProblemException(Problem.invalid(
                        "node", "node is missing", "the id of an organisation, team, project or key of yours"));
            }
            return Uni.createFrom().item(Optional.empty());
        }
        String node = id.get();
        return asker.see("tenant", node)
                .map(seen -> Optional.of(
                        new SpendQuery.Node(node, Grouping.Level.ofKind(seen.kind()), seen.organisation())));
    }
}
