package dev.cortado.accounting.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OrganisationRolesTest {

    @Test
    void adminOfOneOrganisation_memberOfAnother_administersOnlyTheOne() {
        OrganisationRoles roles = OrganisationRoles.parse(List.of("/a/role:organisation-admin", "/b/research", "/b"));
        assertTrue(roles.administers("a"));
        assertTrue(roles.views("a"));
        assertFalse(roles.administers("b"));
        assertFalse(roles.views("b"));
    }

    @Test
    void viewer_administersNothing() {
        OrganisationRoles roles = OrganisationRoles.parse(List.of("/a/role:viewer"));
        assertTrue(roles.views("a"));
        assertFalse(roles.administers("a"));
        assertEquals(Set.of("viewer"), roles.anywhere());
    }

    @Test
    void groupsThatOnlyLookLikeARole_giveNone() {
        OrganisationRoles roles = OrganisationRoles.parse(List.of(
                "/a/organisation-admin",
                "/a/research/role:organisation-admin",
                "/role:organisation-admin",
                "//role:organisation-admin",
                "a/role:organisation-admin",
                "/a/role:organisation-admin/",
                "/a/role:ORGANISATION-ADMIN",
                "/a/role:organisation-admin ",
                "/a/xrole:viewer",
                "/a/role:platform-admin"));
        assertEquals(new OrganisationRoles(Set.of(), Set.of()), roles);
        assertEquals(Set.of(), roles.anywhere());
    }
}
