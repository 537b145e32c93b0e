package dev.cortado.accounting.identity;

import dev.cortado.accounting.identity.Resolution.Reason;
import dev.cortado.accounting.path.TenantPath;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Which of their projects a person charges: the one there is, or the one the request's headers name, by id or name.
public record PersonChoice(String subject, String organisationChoice, String projectChoice) {

    /// A group of claims, "/organisation/team" by names.
    public record Group(String organisation, String team) {

        /// The groups that name an organisation and a team; others (an organisation alone, a role) lead to no project.
        public static List<Group> parse(List<String> claims) {
            List<Group> groups = new ArrayList<>();
            for (String claim : claims) {
                String[] parts = claim.split("/", -1);
                boolean team = parts.length == 3 && !parts[2].isEmpty() && parts[2].indexOf(':') < 0;
                if (team && parts[0].isEmpty() && !parts[1].isEmpty()) {
                    groups.add(new Group(parts[1], parts[2]));
                }
            }
            return groups;
        }
    }

    /// @param memberships every project of the person's teams
    public Resolution among(List<Membership> memberships) {
        if (memberships.isEmpty()) {
            return Resolution.refused(
                    Reason.UNKNOWN, "no project belongs to this person's groups; a group must read /organisation/team");
        }
        List<Membership> left = memberships;
        if (!organisationChoice.isEmpty()) {
            left = left.stream()
                    .filter(each -> each.isOfOrganisation(organisationChoice))
                    .toList();
            if (left.isEmpty()) {
                return new Resolution.Refused(
                        Reason.NOT_A_MEMBER,
                        "OpenAI-Organization '" + organisationChoice + "' is not one of this person's organisations",
                        memberships.stream()
                                .map(each -> each.organisation().value())
                                .distinct()
                                .sorted()
                                .toList());
            }
        }
        if (!projectChoice.isEmpty()) {
            List<Membership> chosen =
                    left.stream().filter(each -> each.isProject(projectChoice)).toList();
            if (chosen.isEmpty()) {
                return new Resolution.Refused(
                        Reason.NOT_A_MEMBER,
                        "OpenAI-Project '" + projectChoice + "' is not one of this person's projects",
                        projects(left));
            }
            left = chosen;
        }
        if (left.size() > 1) {
            return new Resolution.Refused(
                    Reason.CHOICE_NEEDED,
                    "this person may charge several projects: name one by its id in the header OpenAI-Project",
                    projects(left));
        }
        Membership only = left.getFirst();
        if (!only.suspended().isEmpty()) {
            return Resolution.refused(Reason.SUSPENDED, only.suspended() + " is suspended");
        }
        return new Resolution.Resolved(
                new TenantPath(only.organisation(), only.team(), only.project(), Optional.empty(), subject));
    }

    private static List<String> projects(List<Membership> memberships) {
        return memberships.stream().map(each -> each.project().value()).sorted().toList();
    }
}
