package dev.cortado.inference.messaging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cortado.inference.messaging.UsageTopicState.Fit;
import dev.cortado.inference.messaging.UsageTopicState.Unanswered;
import dev.cortado.inference.messaging.UsageTopicState.Unfit;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.errors.DisconnectException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.junit.jupiter.api.Test;

class UsageTopicCheckTest {

    private static final Instant START = Instant.parse("2026-11-01T12:00:00Z");

    private final FakeUsageTopic broker = new FakeUsageTopic();
    private final UsageTopicCheck check = new UsageTopicCheck(broker, FakeUsageTopic.TOPIC, Duration.ofSeconds(10));

    @Test
    void check_stampedByTheBrokerAndInSync_isFit() throws InterruptedException {
        assertEquals(new Fit(), check.check(START));
    }

    @Test
    void check_stampedByTheSender_isUnfitAndSaysWhatToAlter() throws InterruptedException {
        broker.timestampType = "CreateTime";
        assertEquals(
                "topic usage.v1 has message.timestamp.type=CreateTime, so that usage which comes late is not known"
                        + " from its time: alter it to LogAppendTime",
                unfit(START));
    }

    @Test
    void check_asManyInSyncAsDemanded_isFit() throws InterruptedException {
        broker.turn(3, true, 2);
        assertEquals(new Fit(), check.check(START));
    }

    @Test
    void check_fewerInSyncThanDemandedInOnePartition_isUnfit() throws InterruptedException {
        broker.turn(3, true, 1);
        assertEquals(
                "partition 3 of topic usage.v1 has 1 of 3 replicas in sync, and min.insync.replicas demands 2",
                unfit(START));
        broker.turn(3, true, 2);
        assertEquals(new Fit(), check.check(START.plusMillis(500)));
    }

    @Test
    void check_oneReplicaDemanded_oneInSyncIsFitAndNoneIsNot() throws InterruptedException {
        broker.inSyncReplicasMin = 1;
        broker.turn(0, true, 1);
        assertEquals(new Fit(), check.check(START));
        broker.turn(0, true, 0);
        assertInstanceOf(Unfit.class, check.check(START));
    }

    @Test
    void check_partitionWithoutLeader_isUnfit() throws InterruptedException {
        broker.turn(1, false, 3);
        assertEquals("partition 1 of topic usage.v1 has no leader", unfit(START));
    }

    @Test
    void check_settings_areReadOnceInTheInterval() throws InterruptedException {
        check.check(START);
        broker.timestampType = "CreateTime";
        assertEquals(new Fit(), check.check(START.plusMillis(9_999)));
        assertEquals(1, broker.configurationReads.get());
        assertInstanceOf(Unfit.class, check.check(START.plusSeconds(10)));
        assertEquals(2, broker.configurationReads.get());
    }

    @Test
    void check_clockSetBack_settingsAreReadAllTheSame() throws InterruptedException {
        check.check(START);
        broker.timestampType = "CreateTime";
        assertInstanceOf(Unfit.class, check.check(START.minusSeconds(3_600)));
    }

    @Test
    void check_settingsNotPermitted_isUnfitAndNamesTheRight() throws InterruptedException {
        broker.configurationFailure = new TopicAuthorizationException("Topic authorization failed.");
        String reason = unfit(START);
        assertTrue(reason.contains("DescribeConfigs"), reason);
        assertTrue(reason.contains("usage.v1"), reason);
        assertTrue(reason.contains("Topic authorization failed."), reason);
        broker.configurationFailure = null;
        assertEquals(new Fit(), check.check(START.plusMillis(500)));
    }

    @Test
    void check_settingsNoLongerPermitted_isUnfitThoughTheyWereRead() throws InterruptedException {
        check.check(START);
        broker.configurationFailure = new TopicAuthorizationException("Topic authorization failed.");
        assertInstanceOf(Unfit.class, check.check(START.plusSeconds(10)));
    }

    @Test
    void check_noTopic_isUnfit() throws InterruptedException {
        broker.descriptionFailure = new UnknownTopicOrPartitionException();
        assertEquals("there is no topic usage.v1", unfit(START));
    }

    @Test
    void check_brokerThatCannotTell_isUnfit() throws InterruptedException {
        broker.configurationFailure = new UnsupportedVersionException("no such request");
        assertInstanceOf(Unfit.class, check.check(START));
    }

    @Test
    void check_brokerAway_isUnanswered() throws InterruptedException {
        broker.descriptionFailure = new TimeoutException();
        assertEquals(new Unanswered(), check.check(START));
        broker.descriptionFailure = new DisconnectException();
        assertEquals(new Unanswered(), check.check(START));
        broker.descriptionFailure = null;
        broker.configurationFailure = new TimeoutException();
        assertEquals(new Unanswered(), check.check(START));
    }

    @Test
    void check_settingNotTold_isUnfit() throws InterruptedException {
        broker.told = new Config(List.of(new ConfigEntry("min.insync.replicas", "1")));
        assertEquals("settings of topic usage.v1: the broker does not tell message.timestamp.type", unfit(START));
    }

    private String unfit(Instant now) throws InterruptedException {
        return assertInstanceOf(Unfit.class, check.check(now)).reason();
    }
}
