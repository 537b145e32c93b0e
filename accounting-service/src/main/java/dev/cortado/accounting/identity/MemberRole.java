package dev.cortado.accounting.identity;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// What a person may do in an organisation. A role is held by being in its group.
public enum MemberRole {
    /// Administers teams, projects, keys, limits and members.
    ORGANISATION_ADMIN,
    /// Reads spend and decisions.
    VIEWER,
    /// Charges the projects of their teams, no more.
    MEMBER;

    private static final String PREFIX = "role:";

    /// The roles that have a group.
    public static List<MemberRole> grouped() {
        return Stream.of(values()).filter(role -> role != MEMBER).toList();
    }

    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static MemberRole ofWord(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    /// The name of the role's group below the organisation's. No team has such a name: a colon is not allowed in one.
    public String group() {
        return PREFIX + word();
    }

    /// What the groups below an organisation's make of a person.
    static MemberRole among(List<String> names) {
        return grouped().stream()
                .filter(role -> names.contains(role.group()))
                .findFirst()
                .orElse(MEMBER);
    }

    static boolean isTeam(String group) {
        return !group.startsWith(PREFIX);
    }
}
