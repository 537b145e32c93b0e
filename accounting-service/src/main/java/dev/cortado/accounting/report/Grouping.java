package dev.cortado.accounting.report;

import java.util.Locale;

/// One thing that spend is summed by. Its word stands in queries, as a field of each line and as a column of a CSV.
public sealed interface Grouping {

    /// Prefix of words that name a key of requests' metadata.
    String TAG = "tag:";

    /// Prefix of words that name a tag of tenant nodes.
    String NODE_TAG = "node-tag:";

    String word();

    /// A level of the tenant tree: the id of the node there. A request made without a key has an empty key.
    enum Level implements Grouping {
        ORGANISATION,
        TEAM,
        PROJECT,
        KEY;

        @Override
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /// The level below; a key's is its own.
        public Level below() {
            return switch (this) {
                case ORGANISATION -> TEAM;
                case TEAM -> PROJECT;
                case PROJECT, KEY -> KEY;
            };
        }

        /// @param kind a tenant node's kind
        public static Level ofKind(String kind) {
            return valueOf(kind.toUpperCase(Locale.ROOT));
        }
    }

    /// What a charge says of itself. `PERIOD` is the month whose books it is in; `CARRIED` whether it came after the
    /// month of its request was closed. `PROFILE` is the name of the prompt profile, `PROFILE_VERSION` the name and
    /// version; both are empty for a request without one.
    enum Attribute implements Grouping {
        VARIANT,
        POOL,
        LANE,
        PERIOD,
        CARRIED,
        PROFILE,
        PROFILE_VERSION;

        @Override
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /// The local day of the request, by the query's zone.
    record Day() implements Grouping {
        @Override
        public String word() {
            return "day";
        }
    }

    /// The value under a key of the request's metadata; empty where it has none.
    record Tag(String key) implements Grouping {
        @Override
        public String word() {
            return TAG + key;
        }
    }

    /// The tag of the nearest tenant node on the path that has it, as tags are now; empty where none has.
    record NodeTag(String key) implements Grouping {
        @Override
        public String word() {
            return NODE_TAG + key;
        }
    }
}
