package dev.cortado.router.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cortado.contracts.unit.SessionId;
import dev.cortado.router.accounting.SessionClass;
import dev.cortado.router.fake.FakeAccounting;
import dev.cortado.router.fake.FakeAccounting.Fare;
import dev.cortado.router.fake.VirtualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SessionsTest {

    private final VirtualTime time = new VirtualTime();
    private final FakeAccounting accounting = new FakeAccounting(time);
    private final Sessions sessions =
            new Sessions("router-1", accounting, time, new SessionPace(Duration.ofSeconds(3), Duration.ofMillis(250)));

    @Test
    void admission_beforeRegistration_isClosed() {
        assertInstanceOf(Admission.Closed.class, sessions.admission());
    }

    @Test
    void admission_afterRegistration_isOpenWithAccountingsTime() {
        sessions.start();

        Admission.Open open = assertInstanceOf(Admission.Open.class, sessions.admission());
        assertEquals(new SessionId(1), open.terms().id());
        assertEquals(time.trueTime(), open.accountingNow());
    }

    @Test
    void register_accountingDown_isTriedAgainUntilItIsUp() {
        accounting.sessionFare = () -> Fare.LOST;
        sessions.start();
        time.pass(Duration.ofSeconds(10));
        assertInstanceOf(Admission.Closed.class, sessions.admission());

        accounting.sessionFare = () -> Fare.AT_ONCE;
        time.pass(Duration.ofSeconds(4));
        assertInstanceOf(Admission.Open.class, sessions.admission());
    }

    @Test
    void admission_heartbeatsAnswered_staysOpenForMinutes() {
        sessions.start();
        for (int i = 0; i < 100; i++) {
            time.pass(Duration.ofSeconds(2));
            assertInstanceOf(Admission.Open.class, sessions.admission());
        }
    }

    @Test
    void admission_accountingSilent_closesOneTtlAfterSendingTheLastAnsweredHeartbeat() {
        sessions.start();
        // The heartbeat sent at 3 s is answered 400 ms later; the TTL counts from its sending.
        accounting.sessionFare = () -> Fare.after(Duration.ZERO, Duration.ofMillis(400));
        time.pass(Duration.ofMillis(3_500));
        accounting.sessionFare = () -> Fare.LOST;

        time.pass(Duration.ofMillis(14_499));
        assertInstanceOf(Admission.Open.class, sessions.admission());
        time.pass(Duration.ofMillis(1));
        assertInstanceOf(Admission.Closed.class, sessions.admission());
    }

    @Test
    void admission_accountingBackWithinTheSession_opensTheSameSessionAgain() {
        sessions.start();
        accounting.sessionFare = () -> Fare.LOST;
        time.pass(Duration.ofSeconds(30));
        accounting.sessionFare = () -> Fare.AT_ONCE;
        time.pass(Duration.ofSeconds(4));

        Admission.Open open = assertInstanceOf(Admission.Open.class, sessions.admission());
        assertEquals(new SessionId(1), open.terms().id());
    }

    @Test
    void admission_wallClockPastAdmitUntil_isClosed() {
        sessions.start();
        time.skewWall(Duration.ofSeconds(15));

        assertInstanceOf(Admission.Closed.class, sessions.admission());
    }

    @Test
    void admission_clockMoreThanASecondOff_isClosed() {
        time.skewWall(Duration.ofMillis(-1_001));
        sessions.start();

        assertInstanceOf(Admission.Closed.class, sessions.admission());
    }

    @Test
    void admission_clockWithinASecond_isOpen() {
        time.skewWall(Duration.ofMillis(-999));
        sessions.start();

        assertInstanceOf(Admission.Open.class, sessions.admission());
    }

    @Test
    void heartbeat_sessionEnded_registersAnewAndTellsWatchers() {
        List<String> told = new ArrayList<>();
        sessions.watch(new Recorder(told));
        sessions.start();
        accounting.endSession = true;
        time.pass(Duration.ofSeconds(3));

        Admission.Open open = assertInstanceOf(Admission.Open.class, sessions.admission(SessionClass.LONG));
        assertEquals(new SessionId(3), open.terms().id());
        assertEquals(List.of("opened 1", "paths 1", "opened 2", "ended 1", "opened 3"), told);
    }

    @Test
    void heartbeat_newConfigurationVersion_forgetsPathsThenAcknowledges() {
        List<String> told = new ArrayList<>();
        sessions.watch(new Recorder(told));
        sessions.start();
        accounting.configurationVersion = 7;
        time.pass(Duration.ofSeconds(6));

        assertTrue(told.contains("paths 7"));
        assertEquals(7, accounting.acknowledged.getLast());
    }

    @Test
    void heard_nextVersion_isAcknowledgedWithoutForgettingTheOtherPaths() {
        List<String> told = new ArrayList<>();
        sessions.watch(new Recorder(told));
        sessions.start();
        accounting.configurationVersion = 2;
        sessions.heard(2);
        time.pass(Duration.ofSeconds(6));

        assertTrue(told.stream().noneMatch("paths 2"::equals), told.toString());
        assertEquals(2, accounting.acknowledged.getLast());
    }

    @Test
    void heard_versionBeforeItMissed_forgetsPathsThenAcknowledges() {
        List<String> told = new ArrayList<>();
        sessions.watch(new Recorder(told));
        sessions.start();
        accounting.configurationVersion = 3;
        sessions.heard(3);

        assertTrue(told.contains("paths 3"), told.toString());
        time.pass(Duration.ofSeconds(3));
        assertEquals(3, accounting.acknowledged.getLast());
    }

    @Test
    void heard_olderVersion_changesNothing() {
        List<String> told = new ArrayList<>();
        sessions.watch(new Recorder(told));
        accounting.configurationVersion = 7;
        sessions.start();
        told.clear();
        sessions.heard(5);
        time.pass(Duration.ofSeconds(3));

        assertEquals(List.of(), told);
        assertEquals(7, accounting.acknowledged.getLast());
    }

    @Test
    void register_bothClasses_haveASessionEachOfItsOwnTokenLife() {
        sessions.start();

        SessionTerms ofShort = sessions.present(SessionClass.SHORT).orElseThrow();
        SessionTerms ofLong = sessions.present(SessionClass.LONG).orElseThrow();
        assertNotEquals(ofShort.id(), ofLong.id());
        assertEquals(Duration.ofSeconds(35), ofShort.times().tokenLife());
        assertEquals(Duration.ofMinutes(10), ofLong.times().tokenLife());
    }

    @Test
    void drain_endsBothSessionsWithAccounting() {
        sessions.start();
        sessions.close();
        var _ = sessions.drain();

        assertEquals(2, accounting.drained.size());
        assertTrue(sessions.present(SessionClass.SHORT).isEmpty());
    }

    @Test
    void heartbeat_oneClassEnded_leavesTheOtherAdmitting() {
        sessions.start();
        accounting.endSession = true;
        accounting.sessionFare = () -> accounting.endSession ? Fare.AT_ONCE : Fare.LOST;
        time.pass(Duration.ofSeconds(3));

        assertInstanceOf(Admission.Closed.class, sessions.admission(SessionClass.LONG));
        assertInstanceOf(Admission.Open.class, sessions.admission(SessionClass.SHORT));
    }

    @Test
    void close_admitsNoMoreAndDoesNotRegisterAnew() {
        sessions.start();
        sessions.close();
        accounting.endSession = true;
        time.pass(Duration.ofSeconds(10));

        assertInstanceOf(Admission.Closed.class, sessions.admission());
        assertTrue(sessions.present(SessionClass.LONG).isEmpty());
    }

    private record Recorder(List<String> told) implements SessionWatcher {
        @Override
        public void opened(SessionTerms terms) {
            told.add("opened " + terms.id().value());
        }

        @Override
        public void ended(SessionId session) {
            told.add("ended " + session.value());
        }

        @Override
        public void pathsChanged(long version) {
            told.add("paths " + version);
        }
    }
}
