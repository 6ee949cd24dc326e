package dev.filch.stress.cores.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.stress.model.Fibers;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class AtomicsTest {

    @BeforeAll
    static void requireFibers() {
        Fibers.assumeAvailable();
    }

    @Test
    void concurrentAdditionsAreNotLostAndWaitForTheLine() {
        Machine machine = new Machine(ProgramRunner.ROUND_COSTS, 2, 1, 1);
        machine.counters.countWithin(0, Long.MAX_VALUE);

        String[] outcome = ProgramRunner.run(machine, SampleAtomics.Adding.class).split(" ");

        assertEquals("207", outcome[0]);
        int nanos = Integer.parseInt(outcome[1]);
        assertTrue(nanos >= 110 && nanos <= 250, "expected a transfer of 100 ns, an instruction of 10 ns, and a wait;"
                + " was " + nanos + " ns");
        Map<String, TransferCount> transfers = machine.counters.transfers();
        assertTrue(transfers.get("AtomicInteger.value").writes() >= 190, transfers.toString());
    }

    @Test
    void methodsReturnTheSameAsInTheJdk() {
        String outcome = ProgramRunner.run(new Machine(ProgramRunner.ROUND_COSTS, 1, 1, 1), SampleAtomics.Values.class);

        assertEquals("9 6 true c ab false true d", outcome);
    }

    @ParameterizedTest
    @CsvSource({"true, ReentrantLock", "false, LongAdder"})
    void otherSynchronizersAreRefused(boolean isLock, String name) {
        IllegalStateException failure = assertThrows(IllegalStateException.class, () -> ProgramRunner.run(
                new Machine(ProgramRunner.ROUND_COSTS, 1, 1, 1), SampleAtomics.Refused.class, isLock));

        assertTrue(failure.getCause().getMessage().contains("not simulated: " + name), failure.getCause().toString());
    }
}
