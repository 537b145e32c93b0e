package dev.cortado.accounting.identity;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cortado.accounting.identity.Resolution.Reason;
import dev.cortado.accounting.path.TenantPath;
import dev.cortado.contracts.unit.KeyId;
import dev.cortado.contracts.unit.OrganisationId;
import dev.cortado.contracts.unit.ProjectId;
import dev.cortado.contracts.unit.TeamId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

class IdentityTest {

    private static final SecretHash HASH =
            new SecretHash(java.util.HexFormat.of().parseHex("01".repeat(32)));
    private static final TenantPath PATH = new TenantPath(
            new OrganisationId("o"), new TeamId("t"), new ProjectId("p"), Optional.of(new KeyId("k")), "");

    @Test
    void mintedKey_hasItsFormChecksumAndHash() throws Exception {
        KeyCredential key = KeyCredential.mint(new SecureRandom());
        assertTrue(key.text().matches("ck_[0-9a-z]{16}_[0-9A-Za-z]{43}[0-9A-Za-z]{6}"), key::text);
        String signed = key.text().substring(0, key.text().length() - 6);
        CRC32 crc = new CRC32();
        crc.update(signed.getBytes(StandardCharsets.US_ASCII));
        assertEquals(crc.getValue(), base62(key.text().substring(signed.length())));
        assertArrayEquals(
                MessageDigest.getInstance("SHA-256").digest(key.secret().getBytes(StandardCharsets.US_ASCII)),
                key.secretSha256());
        assertFalse(key.toString().contains(key.secret()));
    }

    @Test
    void storedKey_wrongSecret_isUnknownEvenWhenRevoked() {
        assertEquals(
                Reason.UNKNOWN,
                refused(StoredKey.resolve(key(true, false), new SecretHash(new byte[32])))
                        .reason());
        assertEquals(
                Reason.UNKNOWN,
                refused(StoredKey.resolve(Optional.empty(), new SecretHash(new byte[32])))
                        .reason());
    }

    @Test
    void storedKey_rightSecret_saysWhatIsWrong() {
        assertEquals(new Resolution.Resolved(PATH), StoredKey.resolve(key(false, false), HASH));
        assertEquals(
                Reason.REVOKED,
                refused(StoredKey.resolve(key(true, true), HASH)).reason());
        Resolution.Refused suspended = refused(StoredKey.resolve(key(false, true), HASH));
        assertEquals(Reason.SUSPENDED, suspended.reason());
        assertEquals("team team is suspended", suspended.message());
    }

    @Test
    void groups_onlyOrganisationAndTeam_count() {
        assertEquals(
                List.of(new PersonChoice.Group("demo", "research")),
                PersonChoice.Group.parse(List.of(
                        "/demo/research", "/demo", "/demo/role:viewer", "demo/research", "/a/b/c", "//x", "/x/")));
    }

    @Test
    void person_inOneProject_needsNoChoice() {
        assertEquals("p1", chosen(new PersonChoice("anna", "", "").among(List.of(membership("demo", "p1", false)))));
    }

    @Test
    void person_inSeveralProjects_mustChoose() {
        List<Membership> all = List.of(membership("demo", "p1", false), membership("other", "p2", false));
        Resolution.Refused refused = refused(new PersonChoice("anna", "", "").among(all));
        assertEquals(Reason.CHOICE_NEEDED, refused.reason());
        assertEquals(List.of("p1", "p2"), refused.choices());
        assertEquals("p2", chosen(new PersonChoice("anna", "", "p2").among(all)));
        assertEquals("p2", chosen(new PersonChoice("anna", "", "name-p2").among(all)));
        assertEquals("p1", chosen(new PersonChoice("anna", "demo", "").among(all)));
        assertEquals("p1", chosen(new PersonChoice("anna", "org-demo", "").among(all)));
    }

    @Test
    void person_choosingWhatIsNotTheirs_isNotAMember() {
        List<Membership> all = List.of(membership("demo", "p1", false), membership("other", "p2", false));
        assertEquals(
                Reason.NOT_A_MEMBER,
                refused(new PersonChoice("anna", "strange", "").among(all)).reason());
        assertEquals(
                Reason.NOT_A_MEMBER,
                refused(new PersonChoice("anna", "demo", "p2").among(all)).reason());
    }

    @Test
    void person_withoutProject_isUnknownAndOfASuspendedOne_isSuspended() {
        assertEquals(
                Reason.UNKNOWN,
                refused(new PersonChoice("anna", "", "").among(List.of())).reason());
        Resolution.Refused suspended =
                refused(new PersonChoice("anna", "", "").among(List.of(membership("demo", "p1", true))));
        assertEquals(Reason.SUSPENDED, suspended.reason());
        assertEquals("project p1 is suspended", suspended.message());
    }

    private static Optional<StoredKey> key(boolean revoked, boolean suspended) {
        return Optional.of(new StoredKey(PATH, HASH, revoked, suspended ? "team team" : ""));
    }

    private static Membership membership(String organisation, String project, boolean suspended) {
        return new Membership(
                new OrganisationId("org-" + organisation),
                organisation,
                suspended ? "project " + project : "",
                new TeamId("team"),
                new ProjectId(project),
                "name-" + project);
    }

    private static Resolution.Refused refused(Resolution resolution) {
        return assertInstanceOf(Resolution.Refused.class, resolution);
    }

    private static String chosen(Resolution resolution) {
        return assertInstanceOf(Resolution.Resolved.class, resolution)
                .path()
                .project()
                .value();
    }

    private static long base62(String digits) {
        long value = 0;
        for (int i = 0; i < digits.length(); i++) {
            char digit = digits.charAt(i);
            value = value * 62 + "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".indexOf(digit);
        }
        return value;
    }
}
