package dev.filch.channel;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.queue.ChildJvm;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

/**
 * Running out of memory loses no element, and leaves no waiter behind. See {@link ChannelMemoryChild}. On JDK 25, the
 * child leaves classes of the JDK behind that could not be initialized, and so cannot report its result.
 */
@Timeout(value = 90, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@EnabledForJreRange(max = JRE.JAVA_17)
class ChannelMemoryTest {

    @Test
    void noElementIsLost() throws Exception {
        String output = ChildJvm.run(ChannelMemoryChild.class, List.of("-Xmx24m", "-XX:+UseSerialGC"));
        assertTrue(output.contains("nothing lost"), output);
    }
}
