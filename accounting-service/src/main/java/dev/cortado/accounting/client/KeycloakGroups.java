package dev.cortado.accounting.client;

import static dev.cortado.accounting.client.KeycloakAnswers.send;

import dev.cortado.accounting.identity.DirectoryFailure;
import java.util.Optional;
import java.util.Set;
import org.keycloak.admin.client.resource.RealmResource;
import org.keycloak.representations.idm.GroupRepresentation;

/// Groups of the realm by their paths.
final class KeycloakGroups {

    private final RealmResource realm;

    KeycloakGroups(RealmResource realm) {
        this.realm = realm;
    }

    void keep(String path) {
        if (find(path).isPresent()) {
            return;
        }
        int last = path.lastIndexOf('/');
        GroupRepresentation made = new GroupRepresentation();
        made.setName(path.substring(last + 1));
        String what = "make the group " + path;
        if (last == 0) {
            send(what, Set.of(409), () -> realm.groups().add(made));
        } else {
            keep(path.substring(0, last));
            String above = known(path.substring(0, last));
            send(what, Set.of(409), () -> realm.groups().group(above).subGroup(made));
        }
    }

    /// Its id in Keycloak.
    Optional<String> find(String path) {
        return KeycloakAnswers.find("find the group " + path, () -> realm.getGroupByPath(path))
                .map(GroupRepresentation::getId);
    }

    String known(String path) {
        return find(path)
                .orElseThrow(
                        () -> new DirectoryFailure(DirectoryFailure.Kind.REFUSED, "Keycloak has no group " + path));
    }
}
