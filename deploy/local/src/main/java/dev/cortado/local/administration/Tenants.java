package dev.cortado.local.administration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;

/// Finds tenant nodes by the names people know them by: `organisation`, `organisation/team`,
/// `organisation/team/project`; or by `id:ID`.
public final class Tenants {
    private static final String ID = "id:";
    private static final int PAGE = 1000;

    private final Administration administration;

    public Tenants(Administration administration) {
        this.administration = administration;
    }

    /// What a path of names says: how deep it is, its last name, and the node above.
    ///
    /// @param parent id of the node above; empty for an organisation
    public record Place(Kind kind, String parent, String name) {}

    /// Levels that have names unique among their siblings.
    public enum Kind {
        ORGANISATION("organisations"),
        TEAM("teams"),
        PROJECT("projects");

        private final String plural;

        Kind(String plural) {
            this.plural = plural;
        }

        public String plural() {
            return plural;
        }

        /// Where nodes of this kind are listed and made.
        public String collection(String parent) {
            return switch (this) {
                case ORGANISATION -> "/v1/" + plural;
                case TEAM -> below(ORGANISATION, parent);
                case PROJECT -> below(TEAM, parent);
            };
        }

        private String below(Kind above, String parent) {
            return "/v1/" + above.plural + "/" + Administration.encode(parent) + "/" + plural;
        }
    }

    /// What a path names; by its id alone, an organisation.
    public Kind kind(String path) {
        int depth = path.startsWith(ID) ? 1 : path.split("/", -1).length;
        if (depth > Kind.values().length) {
            throw tooDeep(path);
        }
        return Kind.values()[depth - 1];
    }

    /// The id of the node.
    public String id(String path) throws IOException, InterruptedException {
        return path.startsWith(ID)
                ? path.substring(ID.length())
                : node(path).required("id").asText();
    }

    /// The node as the API shows it.
    public JsonNode node(String path) throws IOException, InterruptedException {
        Place place = place(path);
        return find(place, path);
    }

    /// Where a node of this path is, or is to be.
    public Place place(String path) throws IOException, InterruptedException {
        String[] names = path.split("/", -1);
        if (names.length > Kind.values().length || path.startsWith(ID)) {
            throw tooDeep(path);
        }
        String parent = "";
        for (int depth = 0; depth < names.length - 1; depth++) {
            parent = find(new Place(Kind.values()[depth], parent, names[depth]), path)
                    .required("id")
                    .asText();
        }
        return new Place(Kind.values()[names.length - 1], parent, names[names.length - 1]);
    }

    /// The whole of a list that the API gives in pages.
    public ArrayNode all(String collection) throws IOException, InterruptedException {
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        String after = "";
        JsonNode page;
        do {
            page = administration.get(collection + "?limit=" + PAGE + "&after=" + Administration.encode(after));
            page.forEach(all::add);
            after = page.isEmpty()
                    ? ""
                    : page.get(page.size() - 1).required("id").asText();
        } while (page.size() == PAGE);
        return all;
    }

    private static IllegalArgumentException tooDeep(String path) {
        return new IllegalArgumentException(
                "'" + path + "' is not organisation, organisation/team or organisation/team/project");
    }

    private JsonNode find(Place place, String path) throws IOException, InterruptedException {
        for (JsonNode each : all(place.kind().collection(place.parent()))) {
            if (each.path("name").asText().equals(place.name())) {
                return each;
            }
        }
        throw new IOException("there is no " + place.kind().name().toLowerCase(java.util.Locale.ROOT) + " '"
                + place.name() + "'" + (path.equals(place.name()) ? "" : " in '" + path + "'")
                + "; ./cortado tenant list shows what there is");
    }
}
