package dev.cortado.local.settings;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// Every key of `cortado.properties`, with its default, unit and meaning. `./cortado config` prints this table.
public enum SettingKey {
    PORT_BASE("27400", "port", "first port of the block of 17 that the stack uses"),
    DATA_DIR("", "path", "databases, logs and secrets; empty is the platform's usual place"),
    CACHE_DIR("", "path", "models and programs fetched; empty is the platform's usual place"),
    TIERS("small,medium,large", "list", "model tiers to serve; small is always served"),
    SERVED_VARIANTS(
            "",
            "list",
            "made variants to load beside the tiers' own; empty: those that `./cortado variants serve` switched on"),
    PARTS("", "list", "parts to start; empty is all of them"),
    MEMORY_POSTGRES_MIB("64", "MiB", "shared buffers of PostgreSQL"),
    MEMORY_KAFKA_MIB("224", "MiB", "heap of Kafka"),
    MEMORY_KEYCLOAK_MIB("288", "MiB", "heap of Keycloak"),
    MEMORY_ACCOUNTING_MIB("192", "MiB", "heap of accounting"),
    MEMORY_ROUTER_MIB("384", "MiB", "heap of the router"),
    MEMORY_GATEWAY_MIB("192", "MiB", "heap of the gateway"),
    MEMORY_INFERENCE_MIB("160", "MiB", "heap of each inference process; models lie outside it"),
    MEMORY_SUPERVISOR_MIB("64", "MiB", "heap of the supervisor"),
    INFERENCE_THREADS(
            "0",
            "threads",
            "CPU threads of each inference process, together at most the cores; 0: half of the cores each"),
    BACKGROUND_NICE(
            "10",
            "nice value",
            "how far every part but gateway and router stands back for the processor, 0 to 19: they answer at once, the others work in batches"),
    LOG_SIZE_MIB("16", "MiB", "size at which a log file is rotated"),
    LOG_FILES("3", "files", "rotated log files kept of each part"),
    READY_LIMIT_S("300", "seconds", "how long `up` waits for readiness before it says what is missing"),
    RESTART_DELAY_MIN_MS("100", "milliseconds", "pause before the first restart of a part that died"),
    RESTART_DELAY_MAX_MS("10000", "milliseconds", "longest pause between restarts; it doubles up to this"),
    RESTART_RESET_S("60", "seconds", "health after which the pause starts from the minimum again"),
    STOP_GRACE_S("20", "seconds", "time a part gets to end by itself before it is killed"),
    DOWNLOAD_CONNECT_MS("4000", "milliseconds", "limit on connecting to a publisher's page"),
    DOWNLOAD_STALL_MS("20000", "milliseconds", "silence of a publisher's page after which the next source is tried"),
    BACKGROUND_FETCH(
            "true", "boolean", "fetch the rest while the small tier serves; false waits for files laid by hand"),
    BUDGET_USD("10", "USD", "monthly cap of the demo organisation, read when it is first created"),
    SENTENCE_ENCODER(
            "false",
            "boolean",
            "have a sentence model (MiniLM) read every prompt beside its features before it is routed; compiled when first wanted, with 92 MB of libraries"),
    POOL_SMALL_USD_PER_HOUR(
            "0.09",
            "USD",
            "what an hour of the pool `cpu-small` costs the operator, read when the pool first has none: two virtual CPUs of a rented machine"),
    POOL_LARGE_USD_PER_HOUR("0.09", "USD", "the same of the pool `cpu-large`"),
    POOL_SMALL_WATTS(
            "0",
            "watts",
            "what the pool `cpu-small` draws under load, where its electricity is paid beside that hour; 0: it is in it"),
    POOL_LARGE_WATTS("0", "watts", "the same of the pool `cpu-large`"),
    POWER_USAGE_EFFECTIVENESS(
            "1.0",
            "ratio",
            "watts that the building draws for each watt of its computers (PUE), 1 to 10, at most 3 decimals"),
    USD_PER_KILOWATT_HOUR("0.0", "USD", "price of electricity, 0 to 1000"),
    PROCESSOR_TDP_WATTS(
            "0",
            "watts",
            "thermal design power of this machine's processor, for `calibrate` where its energy counters cannot be read; 0: 4 for each core that the system shows, a guess"),
    POSTGRES_URL("", "host:port", "an external PostgreSQL instead of ours"),
    POSTGRES_ADMINISTRATOR("postgres", "name", "role on the external PostgreSQL that may create roles and databases"),
    POSTGRES_PASSWORD_FILE("", "path", "file with that role's password"),
    POSTGRES_RESET_PASSWORDS(
            "false", "boolean", "give existing roles of our names on the external PostgreSQL our passwords"),
    KAFKA_BOOTSTRAP_SERVERS("", "host:port list", "external brokers instead of ours"),
    KAFKA_FURTHER_LISTENER(
            "",
            "port=host:port",
            "one more port on which our Kafka listens, and where clients who come by it are told that it is, such as a proxy's address; empty: none"),
    FURTHER_NODES(
            "",
            "host:port list",
            "inference nodes that the router watches beside ours, such as those in front of remote servers"),
    KEYCLOAK_ISSUER("", "URL", "an external issuer instead of our Keycloak"),
    START_CACHE("true", "boolean", "learn each program's start once and reuse it (ahead-of-time cache)");

    private final String standard;
    private final String unit;
    private final String meaning;

    SettingKey(String standard, String unit, String meaning) {
        this.standard = standard;
        this.unit = unit;
        this.meaning = meaning;
    }

    /// The key as written in the file: `port-base`.
    public String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public String standard() {
        return standard;
    }

    public String unit() {
        return unit;
    }

    public String meaning() {
        return meaning;
    }

    static Optional<SettingKey> ofKey(String key) {
        return Arrays.stream(values()).filter(one -> one.key().equals(key)).findFirst();
    }
}
