package dev.cortado.local.settings;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;

/// Every port of the platform, as an offset from the base of its block.
public enum PartPort {
    GATEWAY(0, "gateway", "public HTTP API"),
    GATEWAY_MANAGEMENT(1, "gateway", "health and metrics"),
    ROUTER_GRPC(2, "router", "gRPC"),
    ROUTER_MANAGEMENT(3, "router", "health and metrics"),
    ACCOUNTING_GRPC(4, "accounting", "gRPC"),
    ACCOUNTING_ADMIN(5, "accounting", "administrative HTTP API, health and metrics"),
    INFERENCE_SMALL_GRPC(6, "inference-small", "gRPC"),
    INFERENCE_SMALL_MANAGEMENT(7, "inference-small", "health and metrics"),
    INFERENCE_LARGE_GRPC(8, "inference-large", "gRPC"),
    INFERENCE_LARGE_MANAGEMENT(9, "inference-large", "health and metrics"),
    POSTGRES(10, "postgres", "SQL"),
    KAFKA(11, "kafka", "broker"),
    KAFKA_CONTROLLER(12, "kafka", "controller"),
    KEYCLOAK(13, "keycloak", "HTTP"),
    KEYCLOAK_MANAGEMENT(14, "keycloak", "health and metrics"),
    REHEARSAL(15, "start cache", "a program while its start is learnt"),
    REHEARSAL_SECOND(16, "start cache", "the same program's second port");

    /// How many ports the block has, so that a second stack may stand right behind the first.
    public static final int BLOCK = 17;

    private final int offset;
    private final String part;
    private final String use;

    PartPort(int offset, String part, String use) {
        this.offset = offset;
        this.part = part;
        this.use = use;
    }

    /// This port in the block that starts at `base`.
    public int in(int base) {
        return base + offset;
    }

    /// The names of the parts that a stack is made of.
    public static Set<String> parts() {
        return Arrays.stream(values())
                .filter(port -> port != REHEARSAL && port != REHEARSAL_SECOND)
                .map(PartPort::part)
                .collect(Collectors.toCollection(LinkedHashSet<String>::new));
    }

    public String part() {
        return part;
    }

    public String use() {
        return use;
    }
}
