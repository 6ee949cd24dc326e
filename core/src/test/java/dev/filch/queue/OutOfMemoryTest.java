package dev.filch.queue;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Running out of memory loses no element. Each case runs in its own JVM, see {@link OutOfMemoryChild}. */
@Timeout(value = 90, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class OutOfMemoryTest {

    private static final List<String> LITTLE_MEMORY = List.of("-Xmx24m", "-XX:+UseSerialGC");

    @ParameterizedTest
    @ValueSource(strings = {
        "injector",
        "injector's producers",
        "injector's dropped hint",
        "injector's late producer",
        "injector batch",
        "injector's offers",
        "injector's collections",
        "ring drain",
        "ring's failing consumer",
        "lifo renewal",
        "lifo",
        "lifo batch",
        "fifo",
        "fifo batch"
    })
    void noElementIsLost(String subject) throws Exception {
        String output = ChildJvm.run(OutOfMemoryChild.class, LITTLE_MEMORY, subject);
        assertTrue(output.contains("nothing lost"), output);
    }

    /** The JVM needs memory to link code when it is first executed. */
    @ParameterizedTest
    @ValueSource(
            strings = {"injector 512", "injector 3072", "ring 512", "ring 3072", "lifo 512", "lifo 2048", "fifo 512"})
    void noElementIsLostAtTheFirstUse(String subjectAndBytesLeft) throws Exception {
        String output = ChildJvm.run(FirstUseWithoutMemoryChild.class, LITTLE_MEMORY, subjectAndBytesLeft);
        assertTrue(output.contains("nothing lost"), output);
    }
}
