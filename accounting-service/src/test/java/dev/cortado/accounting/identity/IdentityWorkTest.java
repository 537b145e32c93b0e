package dev.cortado.accounting.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cortado.accounting.identity.IdentityStep.AddMember;
import dev.cortado.accounting.identity.IdentityStep.CreateOrganisation;
import dev.cortado.accounting.identity.IdentityStep.CreateTeam;
import dev.cortado.accounting.identity.IdentityStep.RemoveMember;
import dev.cortado.accounting.identity.IdentityStep.ResumeOrganisation;
import dev.cortado.accounting.identity.IdentityStep.SuspendOrganisation;
import dev.cortado.accounting.retry.Backoff;
import dev.cortado.contracts.unit.OrganisationId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class IdentityWorkTest {

    private static final Tenant ACME = new Tenant(new OrganisationId("org-1"), "acme");
    private static final Tenant OTHER = new Tenant(new OrganisationId("org-2"), "other");
    private static final int ATTEMPTS_MAX = 5;
    private static final AddMember ADA =
            new AddMember("ada@example.org", "ada", MemberRole.VIEWER, Optional.of("research"));

    /// A life of two organisations that share a person.
    private static final List<Due> LIFE = List.of(
            new Due(ACME, new CreateOrganisation()),
            new Due(ACME, new CreateTeam("research")),
            new Due(OTHER, new CreateOrganisation()),
            new Due(ACME, ADA),
            new Due(ACME, new AddMember("bob@example.org", "bob", MemberRole.ORGANISATION_ADMIN, Optional.empty())),
            new Due(OTHER, new AddMember("bob@example.org", "bob", MemberRole.MEMBER, Optional.empty())),
            new Due(ACME, new SuspendOrganisation()),
            new Due(OTHER, new SuspendOrganisation()),
            new Due(OTHER, new ResumeOrganisation()),
            new Due(ACME, new ResumeOrganisation()),
            new Due(ACME, new RemoveMember("bob@example.org")));

    private record Due(Tenant organisation, IdentityStep step) {}

    private final FakeDirectory directory = new FakeDirectory();
    private final IdentityWork work = new IdentityWork(
            directory, new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(5)), ATTEMPTS_MAX, new Random(7));

    @Test
    void suspend_ofMoreThanOneAttemptCanShutOut_goesOnWhereItWas() {
        perform(ACME, new CreateOrganisation());
        for (int i = 0; i < 250; i++) {
            Person person = directory.keepPerson("p" + i + "@acme.example", "p" + i);
            directory.join(ACME, person);
        }
        directory.changesLeft = 2 + 1 + 100 + 1;

        assertThrows(DirectoryFailure.class, () -> Suspension.suspend(directory, ACME));
        assertEquals(100, shutOut());
        directory.changesLeft = -1;
        Suspension.suspend(directory, ACME);
        assertEquals(250, shutOut());
        assertEquals(250, directory.shutOut(ACME).size());
    }

    private long shutOut() {
        return directory.people.values().stream()
                .filter(person -> !person.enabled)
                .count();
    }

    @Test
    void organisation_hasGroupsForItsRolesAndAServiceAccountThatMayOnlyRead() {
        perform(ACME, new CreateOrganisation());
        perform(ACME, new CreateTeam("research"));
        assertEquals(
                Set.of("/acme", "/acme/role:organisation-admin", "/acme/role:viewer", "/acme/research"),
                directory.groups);
        assertEquals(Set.of("organisation-acme in /acme/role:viewer"), directory.clients.keySet());
    }

    @Test
    void stepsBrokenOffAtAnyChange_endTheSameOnceRetried() {
        LIFE.forEach(due -> perform(due.organisation(), due.step()));
        String whole = directory.toString();
        for (int broken = 0; broken < LIFE.size(); broken++) {
            int changes = 0;
            boolean brokeOff = true;
            while (brokeOff) {
                FakeDirectory again = new FakeDirectory();
                IdentityWork retried = new IdentityWork(
                        again, new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(5)), ATTEMPTS_MAX, new Random(7));
                for (int i = 0; i < LIFE.size(); i++) {
                    Due due = LIFE.get(i);
                    if (i == broken) {
                        again.changesLeft = changes;
                        brokeOff = retried.attempt(task(due, 1)) instanceof TaskOutcome.Later;
                        again.changesLeft = -1;
                    }
                    assertInstanceOf(TaskOutcome.Done.class, retried.attempt(task(due, 2)));
                }
                assertEquals(whole, again.toString(), LIFE.get(broken) + " broken off after " + changes);
                changes++;
            }
            assertTrue(changes > 1, () -> "nothing was broken off");
        }
    }

    @Test
    void unreachableDirectory_isWaitedForWithoutEnd() {
        directory.changesLeft = 0;
        TaskOutcome outcome = work.attempt(new IdentityTask(1, ACME, new CreateOrganisation(), 1_000, 1_000));
        TaskOutcome.Later later = assertInstanceOf(TaskOutcome.Later.class, outcome);
        assertTrue(later.pause().compareTo(Duration.ofMinutes(5)) <= 0);
        assertTrue(later.pause().compareTo(Duration.ofSeconds(150)) >= 0);
    }

    @Test
    void directoryThatKeepsFailing_isGivenUpAtLast() {
        directory.changesLeft = 0;
        directory.kind = DirectoryFailure.Kind.FAILED;
        for (int attempt = 1; attempt < ATTEMPTS_MAX; attempt++) {
            assertInstanceOf(
                    TaskOutcome.Later.class, work.attempt(task(new Due(ACME, new CreateOrganisation()), attempt)));
        }
        assertInstanceOf(
                TaskOutcome.Failed.class, work.attempt(task(new Due(ACME, new CreateOrganisation()), ATTEMPTS_MAX)));
    }

    @Test
    void organisationOfAnotherIdUnderTheName_isRefusedForGood() {
        perform(ACME, new CreateOrganisation());
        Tenant impostor = new Tenant(new OrganisationId("org-9"), "acme");
        assertInstanceOf(TaskOutcome.Failed.class, work.attempt(task(new Due(impostor, new CreateOrganisation()), 1)));
    }

    @Test
    void secondInvitation_changesTheRoleAndKeepsTheTeam() {
        perform(ACME, new CreateOrganisation());
        perform(ACME, ADA);
        perform(ACME, new AddMember("ada@example.org", "x", MemberRole.ORGANISATION_ADMIN, Optional.empty()));
        Member ada = IdentityWork.members(directory, ACME, 0, 10).getFirst();
        assertEquals(MemberRole.ORGANISATION_ADMIN, ada.role());
        assertEquals(List.of("research"), ada.teams());
        assertEquals("ada", ada.person().username());
    }

    @Test
    void suspension_shutsOutOnlyWhoHasNoOtherOrganisationAndDoesNotRunThePlatform() {
        perform(ACME, new CreateOrganisation());
        perform(OTHER, new CreateOrganisation());
        perform(ACME, ADA);
        invite(ACME, "both@example.org");
        invite(OTHER, "both@example.org");
        invite(ACME, "root@example.org");
        directory.platformAdministrators.add("root@example.org");
        perform(ACME, new SuspendOrganisation());
        assertFalse(enabled("ada@example.org"));
        assertTrue(enabled("both@example.org"));
        assertTrue(enabled("root@example.org"));
        assertFalse(directory.clientEnabled("organisation-acme in /acme/role:viewer"));
        perform(OTHER, new SuspendOrganisation());
        assertFalse(enabled("both@example.org"));
        perform(ACME, new ResumeOrganisation());
        assertTrue(enabled("ada@example.org"));
        assertTrue(enabled("both@example.org"));
        assertTrue(directory.clientEnabled("organisation-acme in /acme/role:viewer"));
    }

    @Test
    void resume_leavesWhoWasDisabledForAnotherReason() {
        perform(ACME, new CreateOrganisation());
        invite(ACME, "ada@example.org");
        invite(ACME, "banned@example.org");
        directory.personOf("banned@example.org").enabled = false;
        perform(ACME, new SuspendOrganisation());
        perform(ACME, new ResumeOrganisation());
        assertTrue(enabled("ada@example.org"));
        assertFalse(enabled("banned@example.org"));
    }

    @Test
    void personShutOut_isLetInByAnotherOrganisationsInvitation() {
        perform(ACME, new CreateOrganisation());
        perform(OTHER, new CreateOrganisation());
        invite(ACME, "ada@example.org");
        perform(ACME, new SuspendOrganisation());
        invite(OTHER, "ada@example.org");
        assertTrue(enabled("ada@example.org"));
    }

    @Test
    void suspension_reachesEveryPageOfMembers() {
        perform(ACME, new CreateOrganisation());
        for (int i = 0; i < 250; i++) {
            invite(ACME, "p" + i + "@example.org");
        }
        perform(ACME, new SuspendOrganisation());
        assertTrue(directory.people.values().stream().noneMatch(each -> each.enabled));
        perform(ACME, new ResumeOrganisation());
        assertTrue(directory.people.values().stream().allMatch(each -> each.enabled));
    }

    @Test
    void removedMember_leavesEveryGroupOfTheOrganisationAndNoOther() {
        perform(ACME, new CreateOrganisation());
        perform(OTHER, new CreateOrganisation());
        perform(ACME, ADA);
        invite(OTHER, "ada@example.org");
        perform(ACME, new RemoveMember("ada"));
        assertEquals(Set.of("/other"), directory.personOf("ada@example.org").groups);
        assertTrue(directory.members(ACME, 0, 1).isEmpty());
        perform(ACME, new RemoveMember("ada"));
    }

    @Test
    void byHand_everyStepSaysWhatToDo() {
        for (Due due : LIFE) {
            assertFalse(IdentityStep.byHand(due.organisation(), due.step()).isEmpty(), due::toString);
        }
        assertTrue(IdentityStep.byHand(ACME, ADA).toString().contains("/acme/role:viewer and /acme/research"));
    }

    private void invite(Tenant organisation, String email) {
        perform(organisation, new AddMember(email, email, MemberRole.MEMBER, Optional.empty()));
    }

    private boolean enabled(String email) {
        return directory.personOf(email).enabled;
    }

    private void perform(Tenant organisation, IdentityStep step) {
        assertInstanceOf(TaskOutcome.Done.class, work.attempt(task(new Due(organisation, step), 1)));
    }

    private static IdentityTask task(Due due, int attempts) {
        return new IdentityTask(1, due.organisation(), due.step(), attempts, attempts);
    }
}
