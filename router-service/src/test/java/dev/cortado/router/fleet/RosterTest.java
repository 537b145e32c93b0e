package dev.cortado.router.fleet;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RosterTest {

    private final Roster roster = new Roster(List.of("a:1"), 2);

    @Test
    void found_newOnesJoin_missingOnesLeave_givenOnesStay() {
        assertEquals(new Roster.Change(Set.of("b:1", "c:1"), Set.of(), 0), roster.found(List.of("b:1", "c:1", "b:1")));
        assertEquals(new Roster.Change(Set.of("d:1"), Set.of("b:1"), 0), roster.found(List.of("c:1", "d:1")));
        assertEquals(Set.of("a:1", "c:1", "d:1"), roster.watched());
    }

    @Test
    void found_nothing_changesNothing() {
        roster.found(List.of("b:1"));
        assertEquals(new Roster.Change(Set.of(), Set.of(), 0), roster.found(List.of()));
        assertEquals(Set.of("a:1", "b:1"), roster.watched());
    }

    @Test
    void found_tooMany_areTakenByName_andTheRestCounted() {
        assertEquals(
                new Roster.Change(Set.of("b:1", "c:1"), Set.of(), 2),
                roster.found(List.of("e:1", "c:1", "d:1", "b:1")));
    }

    @Test
    void found_oneThatWasGiven_isWatchedOnce() {
        assertEquals(new Roster.Change(Set.of(), Set.of(), 0), roster.found(List.of("a:1")));
        assertEquals(Set.of("a:1"), roster.watched());
    }
}
