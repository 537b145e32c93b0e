package dev.cortado.local.part;

import dev.cortado.local.artefact.Catalogue.Model;
import dev.cortado.local.settings.SettingKey;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.KafkaException;

/// The parts of the stack that the settings ask for, in the order of their start.
public record StackPlan(List<PartPlan> parts) {
    /// What must serve before the small tier does.
    public static final Set<String> SMALL_PATH =
            Set.of("postgres", "kafka", "accounting", "router", "inference-small", "gateway");

    /// The order of stopping: those in one line end together. Nobody loses what it depends on before it ended.
    public static final List<List<String>> STOPPING = List.of(
            List.of("guardian"),
            List.of("gateway"),
            List.of("inference-small", "inference-large"),
            List.of("router", "keycloak"),
            List.of("accounting"),
            List.of("kafka", "postgres"));

    public StackPlan {
        parts = List.copyOf(parts);
    }

    public static StackPlan of(Workshop shop) {
        List<PartPlan> all = new ArrayList<>();
        if (shop.settings().given(SettingKey.POSTGRES_URL).isEmpty()) {
            all.add(new PostgresPart(shop).plan());
        }
        if (shop.settings().given(SettingKey.KAFKA_BOOTSTRAP_SERVERS).isEmpty()) {
            all.add(new KafkaPart(shop).plan());
        }
        all.addAll(InferenceParts.plans(shop));
        all.addAll(new ServiceParts(shop).plans());
        if (shop.settings().given(SettingKey.KEYCLOAK_ISSUER).isEmpty()) {
            all.add(new KeycloakPart(shop).plan());
        }
        all.removeIf(plan -> !shop.settings().wants(plan.name()));
        return new StackPlan(all);
    }

    /// The models of the tiers that are to be served.
    public static List<Model> models(Workshop shop) {
        return shop.catalogue().models().stream()
                .filter(model -> shop.settings().tiers().contains(model.tier()))
                .toList();
    }

    /// Roles, schemas and topics on databases and brokers that are not ours.
    public static void arrangeExternal(Workshop shop) throws IOException, InterruptedException {
        Optional<Databases> databases = PostgresPart.external(shop);
        if (databases.isPresent()) {
            try {
                databases.get().checkDurable();
                databases.get().arrange();
            } catch (SQLException e) {
                throw new IOException("postgres-url: " + e.getMessage(), e);
            }
        }
        if (shop.settings().given(SettingKey.KAFKA_BOOTSTRAP_SERVERS).isPresent()) {
            arrangeTopics(shop.kafkaServers());
        }
    }

    private static void arrangeTopics(String servers) throws IOException, InterruptedException {
        try {
            if (!new Topics(servers).arrange()) {
                throw new IOException("kafka-bootstrap-servers: " + servers + " does not answer");
            }
        } catch (KafkaException e) {
            // Such as a name that nobody knows.
            String why = e.getCause() == null ? e.getMessage() : e.getCause().getMessage();
            throw new IOException("kafka-bootstrap-servers: " + servers + ": " + why, e);
        }
    }
}
