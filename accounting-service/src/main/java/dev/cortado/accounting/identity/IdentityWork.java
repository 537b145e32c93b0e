package dev.cortado.accounting.identity;

import dev.cortado.accounting.retry.Backoff;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// Makes the directory agree with the books, a task at a time. Every step may be repeated from its beginning, so an
/// attempt that broke off anywhere is made good by the next.
public final class IdentityWork {

    private final Directory directory;
    private final Backoff backoff;
    private final int attemptsMax;
    private final RandomGenerator random;

    /// @param attemptsMax after so many attempts a failure that the directory answered is final; one that cannot be
    ///     reached is waited for without end
    public IdentityWork(Directory directory, Backoff backoff, int attemptsMax, RandomGenerator random) {
        this.directory = directory;
        this.backoff = backoff;
        this.attemptsMax = attemptsMax;
        this.random = random;
    }

    public TaskOutcome attempt(IdentityTask task) {
        try {
            perform(task.organisation(), task.step());
            return new TaskOutcome.Done();
        } catch (DirectoryFailure failure) {
            return switch (failure.kind()) {
                case UNREACHABLE -> later(task, failure.why());
                case FAILED -> broken(task, failure.why());
                case REFUSED -> new TaskOutcome.Failed(failure.why());
            };
        }
    }

    /// An attempt that did not end in its time.
    public TaskOutcome later(IdentityTask task, String why) {
        return new TaskOutcome.Later(why, backoff.after(task.attempts(), random));
    }

    /// An attempt that failed in a way that trying again may not mend: it is given up at last.
    public TaskOutcome broken(IdentityTask task, String why) {
        return task.attempts() < attemptsMax
                ? later(task, why)
                : new TaskOutcome.Failed(why + "; given up after " + task.attempts() + " attempts");
    }

    private void perform(Tenant organisation, IdentityStep step) {
        switch (step) {
            case IdentityStep.CreateOrganisation() -> createOrganisation(organisation);
            case IdentityStep.CreateTeam(String team) -> directory.keepGroup(organisation.team(team));
            case IdentityStep.AddMember member -> AddMembership.perform(directory, organisation, member);
            case IdentityStep.RemoveMember member -> AddMembership.undo(directory, organisation, member);
            case IdentityStep.SuspendOrganisation() -> Suspension.suspend(directory, organisation);
            case IdentityStep.ResumeOrganisation() -> Suspension.resume(directory, organisation);
        }
    }

    private void createOrganisation(Tenant organisation) {
        directory.keepOrganisation(organisation);
        for (MemberRole role : MemberRole.grouped()) {
            directory.keepGroup(organisation.group(role));
        }
        directory.keepClient(organisation, organisation.group(MemberRole.VIEWER));
    }

    /// A page of the organisation's members.
    public static List<Member> members(Directory directory, Tenant organisation, int first, int most) {
        return directory.members(organisation, first, most).stream()
                .map(person -> Member.of(organisation, person, directory.groups(person)))
                .toList();
    }

    /// What a step of an inviting person is; the user name is the email's where none is given.
    public static IdentityStep.AddMember invitation(
            String email, Optional<String> username, MemberRole role, Optional<String> team) {
        return new IdentityStep.AddMember(email, username.orElse(email), role, team);
    }
}
