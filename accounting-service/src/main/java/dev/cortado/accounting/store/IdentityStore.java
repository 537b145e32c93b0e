package dev.cortado.accounting.store;

import dev.cortado.accounting.identity.Membership;
import dev.cortado.accounting.identity.PersonChoice;
import dev.cortado.accounting.identity.SecretHash;
import dev.cortado.accounting.identity.StoredKey;
import dev.cortado.accounting.path.TenantPath;
import dev.cortado.contracts.unit.KeyId;
import dev.cortado.contracts.unit.OrganisationId;
import dev.cortado.contracts.unit.ProjectId;
import dev.cortado.contracts.unit.TeamId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/// Keys and memberships, as identities need them.
@ApplicationScoped
public class IdentityStore {

    private static final String FIND_KEY = """
            select k.id, k.secret_sha256, k.state, o.id as organisation, e.id as team, p.id as project,
            """ + PathStore.SUSPENDED + """
            from api_key k join project p on p.id = k.project join team e on e.id = p.team
            join organisation o on o.id = p.organisation
            where k.public_id = $1""";

    private static final String FIND_MEMBERSHIPS = """
            select o.id as organisation, o.name as organisation_name, e.id as team, p.id as project, p.name,
            """ + PathStore.SUSPENDED + """
            from unnest($1::text[], $2::text[]) as g (organisation, team)
            join organisation o on o.name = g.organisation
            join team e on e.organisation = o.id and e.name = g.team
            join project p on p.team = e.id
            left join api_key k on false
            order by p.id limit $3""";

    /// More projects than anyone chooses among by a header.
    private static final int MEMBERSHIPS_MAX = 1_000;

    private final Database database;

    IdentityStore(Database database) {
        this.database = database;
    }

    public Uni<Optional<StoredKey>> key(String publicId) {
        return database.first(FIND_KEY, Tuple.of(publicId))
                .map(found -> found.map(row -> new StoredKey(
                        new TenantPath(
                                new OrganisationId(row.getString("organisation")),
                                new TeamId(row.getString("team")),
                                new ProjectId(row.getString("project")),
                                Optional.of(new KeyId(row.getString("id"))),
                                ""),
                        new SecretHash(row.getBuffer("secret_sha256").getBytes()),
                        row.getString("state").equals("revoked"),
                        row.getString("suspended"))));
    }

    public Uni<List<Membership>> memberships(List<PersonChoice.Group> groups) {
        return database.rows(
                        FIND_MEMBERSHIPS,
                        Tuple.of(
                                groups.stream()
                                        .map(PersonChoice.Group::organisation)
                                        .toArray(String[]::new),
                                groups.stream().map(PersonChoice.Group::team).toArray(String[]::new),
                                MEMBERSHIPS_MAX))
                .map(rows -> rows.stream()
                        .map(row -> new Membership(
                                new OrganisationId(row.getString("organisation")),
                                row.getString("organisation_name"),
                                row.getString("suspended"),
                                new TeamId(row.getString("team")),
                                new ProjectId(row.getString("project")),
                                row.getString("name")))
                        .toList());
    }
}
