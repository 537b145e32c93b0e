package dev.cortado.accounting.identity;

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
        Set<String> ids = new TreeSet<>(directory.shutOut(organisation));
        // Page by page, so that an attempt that takes too long leaves less to the next one.
        eachPage(directory, organisation, page -> {
            List<Person> closed = page.stream()
                    .filter(person -> person.enabled()
                            && directory.affiliations(person).stream().noneMatch(Directory.Affiliation::enabled)
                            && !directory.administersPlatform(person))
                    .toList();
            if (!closed.isEmpty()) {
                closed.forEach(person -> ids.add(person.id()));
                directory.keepShutOut(organisation, ids);
                closed.forEach(person -> directory.setEnabled(person, false));
            }
        });
    }

    static void resume(Directory directory, Tenant organisation) {
        directory.setEnabled(organisation, true);
        directory.setClientEnabled(organisation, true);
        eachPage(
                directory,
                organisation,
                page -> page.stream().filter(person -> !person.enabled()).forEach(person -> letIn(directory, person)));
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

    private static void eachPage(Directory directory, Tenant organisation, Consumer<List<Person>> action) {
        int first = 0;
        List<Person> page;
        do {
            page = directory.members(organisation, first, PAGE);
            action.accept(page);
            first += PAGE;
        } while (page.size() == PAGE);
    }
}
