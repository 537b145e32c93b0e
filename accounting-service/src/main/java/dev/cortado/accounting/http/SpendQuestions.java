package dev.cortado.accounting.http;

import dev.cortado.accounting.configuration.ReportConfiguration;
import dev.cortado.accounting.report.Grouping;
import dev.cortado.accounting.report.SpendQuery;
import dev.cortado.accounting.store.SpendStore;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.RequestScoped;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;

/// Reads a report's question, and lets only those ask who may see the node.
@RequestScoped
public class SpendQuestions {

    private final ReportConfiguration configuration;
    private final Asker asker;
    private final SpendStore spend;

    SpendQuestions(ReportConfiguration configuration, Asker asker, SpendStore spend) {
        this.configuration = configuration;
        this.asker = asker;
        this.spend = spend;
    }

    Uni<SpendQuery> query(SpendParameters parameters) {
        return seen(Optional.ofNullable(parameters.node))
                .flatMap(node -> firstDay(parameters, node.map(SpendQuery.Node::organisation))
                        .map(firstDay -> parameters.query(
                                node, firstDay, configuration.daysMax(), configuration.groupingsMax(), Instant.now())));
    }

    private Uni<Optional<LocalDate>> firstDay(SpendParameters parameters, Optional<String> organisation) {
        return parameters
                .wholeMonth()
                .map(month -> spend.firstDay(month, organisation, configuration.daysMax())
                        .map(Optional::of))
                .orElseGet(() -> Uni.createFrom().item(Optional.empty()));
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
