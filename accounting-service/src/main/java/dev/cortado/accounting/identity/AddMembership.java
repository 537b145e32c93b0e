package dev.cortado.accounting.identity;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What makes a person a member: organisation, role and team, as groups.
final class AddMembership {

    private AddMembership() {}

    static List<String> groups(Tenant organisation, MemberRole role, Optional<String> team) {
        List<String> groups = new ArrayList<>();
        groups.add(organisation.group());
        if (role != MemberRole.MEMBER) {
            groups.add(organisation.group(role));
        }
        team.ifPresent(name -> groups.add(organisation.team(name)));
        return groups;
    }

    static void perform(Directory directory, Tenant organisation, IdentityStep.AddMember step) {
        Person person = directory.keepPerson(step.email(), step.username());
        directory.join(organisation, person);
        for (MemberRole other : MemberRole.grouped()) {
            if (other != step.role()) {
                directory.exit(person, organisation.group(other));
            }
        }
        for (String group : groups(organisation, step.role(), step.team())) {
            directory.keepGroup(group);
            directory.enter(person, group);
        }
        if (!person.enabled()) {
            Suspension.letIn(directory, person);
        }
        directory.welcome(person);
    }

    static void undo(Directory directory, Tenant organisation, IdentityStep.RemoveMember step) {
        Optional<Person> member = directory.member(organisation, step.person());
        if (member.isEmpty()) {
            return;
        }
        Person person = member.get();
        String below = organisation.group() + "/";
        for (String group : directory.groups(person)) {
            if (group.equals(organisation.group()) || group.startsWith(below)) {
                directory.exit(person, group);
            }
        }
        if (!person.enabled()) {
            Suspension.letInAgainFrom(directory, organisation, person);
        }
        directory.leave(organisation, person);
    }
}
