package dev.cortado.accounting.identity;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/// Closing an organisation to its people, and opening it again.
///
/// A person is shut out only while no organisation of theirs is enabled, and is let in again when one of them is.
/// Whom a suspension shut out is kept with the organisation before it happens: whoever was disabled for another reason
/// stays so. Who administers the platform is never shut out.
final class Suspension {

    private static final int PAGE = 100;

    private Suspension() {}

    static void suspend(Directory directory, Tenant organisation) {
        directory.setEnabled(organisation, false);
        directory.setClientEnabled(organisation, false);
        List<Person> closed = new ArrayList<>();
        eachMember(directory, organisation, person -> {
            if (person.enabled()
                    && directory.affiliations(person).stream().noneMatch(Directory.Affiliation::enabled)
                    && !directory.administersPlatform(person)) {
                closed.add(person);
            }
        });
        Set<String> ids = new TreeSet<>(directory.shutOut(organisation));
        closed.forEach(person -> ids.add(person.id()));
        directory.keepShutOut(organisation, ids);
        closed.forEach(person -> directory.setEnabled(person, false));
    }

    static void resume(Directory directory, Tenant organisation) {
        directory.setEnabled(organisation, true);
        directory.setClientEnabled(organisation, true);
        eachMember(directory, organisation, person -> {
            if (!person.enabled()) {
                letIn(directory, person);
            }
        });
        directory.keepShutOut(organisation, Set.of());
    }

    /// Enables the person again if a suspension disabled them and an organisation of theirs is enabled.
    static void letIn(Directory directory, Person person) {
        List<Directory.Affiliation> affiliations = directory.affiliations(person);
        if (affiliations.stream().anyMatch(Directory.Affiliation::enabled)) {
            affiliations.forEach(each -> letInAgainFrom(directory, each.organisation(), person));
        }
    }

    static void letInAgainFrom(Directory directory, Tenant organisation, Person person) {
        Set<String> ids = new TreeSet<>(directory.shutOut(organisation));
        if (ids.contains(person.id())) {
            directory.setEnabled(person, true);
            ids.remove(person.id());
            directory.keepShutOut(organisation, ids);
        }
    }

    private static void eachMember(Directory directory, Tenant organisation, Consumer<Person> action) {
        int first = 0;
        List<Person> page;
        do {
            page = directory.members(organisation, first, PAGE);
            page.forEach(action);
            first += PAGE;
        } while (page.size() == PAGE);
    }
}
