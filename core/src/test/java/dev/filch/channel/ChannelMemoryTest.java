package dev.filch.channel;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.queue.ChildJvm;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Running out of memory loses no element, and leaves no waiter behind. See {@link ChannelMemoryChild}. */
@Timeout(value = 90, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ChannelMemoryTest {

    @Test
    void noElementIsLost() throws Exception {
        String output = ChildJvm.run(ChannelMemoryChild.class, List.of("-Xmx24m", "-XX:+UseSerialGC"));
        assertTrue(output.contains("nothing lost"), output);
    }
}
