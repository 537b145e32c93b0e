package dev.cortado.accounting.http;

import dev.cortado.accounting.identity.OrganisationRoles;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.SecurityIdentityAugmentor;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashSet;
import java.util.Set;
import org.eclipse.microprofile.jwt.JsonWebToken;

/// Gives an identity the roles that its groups hold, so that `@RolesAllowed` lets in who has a role somewhere.
/// Of the realm's roles only platform-admin counts: one named as a role of organisations would hold in all of them.
@ApplicationScoped
class OrganisationRoleAugmentor implements SecurityIdentityAugmentor {

    @Override
    public Uni<SecurityIdentity> augment(SecurityIdentity identity, AuthenticationRequestContext context) {
        Set<String> roles = new HashSet<>();
        if (identity.hasRole(Asker.PLATFORM_ADMIN)) {
            roles.add(Asker.PLATFORM_ADMIN);
        }
        if (identity.getPrincipal() instanceof JsonWebToken token) {
            roles.addAll(of(token).anywhere());
        }
        return Uni.createFrom()
                .item(QuarkusSecurityIdentity.builder()
                        .setPrincipal(identity.getPrincipal())
                        .setAnonymous(identity.isAnonymous())
                        .addCredentials(identity.getCredentials())
                        .addAttributes(identity.getAttributes())
                        .addPermissionChecker(identity::checkPermission)
                        .addRoles(roles)
                        .build());
    }

    static OrganisationRoles of(JsonWebToken token) {
        Set<String> groups = token.getGroups();
        return OrganisationRoles.parse(groups == null ? Set.of() : groups);
    }
}
