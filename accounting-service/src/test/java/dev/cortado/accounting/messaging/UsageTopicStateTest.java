package dev.cortado.accounting.messaging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cortado.accounting.messaging.UsageTopicState.StampedByBroker;
import dev.cortado.accounting.messaging.UsageTopicState.Unfit;
import dev.cortado.accounting.messaging.UsageTopicState.Unknown;
import java.util.List;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.junit.jupiter.api.Test;

class UsageTopicStateTest {

    private static final String TOPIC = "usage.v1";

    @Test
    void of_logAppendTime_isStampedByTheBroker() {
        assertEquals(new StampedByBroker(), UsageTopicState.of(TOPIC, stampedWith("LogAppendTime")));
    }

    @Test
    void of_createTime_isUnfitAndSaysWhatToAlter() {
        assertEquals(
                new Unfit("topic usage.v1 has message.timestamp.type=CreateTime, so that usage which comes late is not"
                        + " known from its time: alter it to LogAppendTime"),
                UsageTopicState.of(TOPIC, stampedWith("CreateTime")));
    }

    @Test
    void of_settingNotTold_isUnfit() {
        Config others = new Config(List.of(new ConfigEntry("min.insync.replicas", "2")));
        assertInstanceOf(Unfit.class, UsageTopicState.of(TOPIC, others));
    }

    @Test
    void failed_notPermitted_isUnfitAndNamesTheRight() {
        UsageTopicState state = UsageTopicState.failed(
                TOPIC, new TopicAuthorizationException("Topic authorization failed."), new StampedByBroker());
        String reason = assertInstanceOf(Unfit.class, state).reason();
        assertTrue(reason.contains("DescribeConfigs"), reason);
        assertTrue(reason.contains("usage.v1"), reason);
    }

    @Test
    void failed_brokerAwayOrTopicNotMadeYet_leavesWhatWasKnown() {
        Unfit unfit = new Unfit("it is wrong");
        for (UsageTopicState before : List.of(new Unknown(), new StampedByBroker(), unfit)) {
            assertEquals(before, UsageTopicState.failed(TOPIC, new TimeoutException("away"), before));
            assertEquals(before, UsageTopicState.failed(TOPIC, new UnknownTopicOrPartitionException(), before));
        }
    }

    private static Config stampedWith(String type) {
        return new Config(
                List.of(new ConfigEntry("message.timestamp.type", type), new ConfigEntry("min.insync.replicas", "2")));
    }
}
