package dev.filch.stress.cores.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.stress.model.Fibers;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The simulated cores order memory as x86 does: a load may overtake earlier stores, and nothing else is reordered. */
@Timeout(300)
class TotalStoreOrderTest {

    /** The maximum delay of a thread, in spins of 10 ns. It covers a few transfers of a line. */
    private static final int MAX_SPINS = 40;

    /** The delay of the first thread, so that others can run both before and after it. */
    private static final int FIRST_THREADS_SPINS = 12;

    @BeforeAll
    static void requireFibers() {
        Fibers.assumeAvailable();
    }

    /** Returns the outcomes for many relative delays of the threads. */
    private static Set<String> outcomes(String... threads) {
        Set<String> outcomes = new TreeSet<>();
        for (int seed = 0; seed < (threads.length == 2 ? 2 : 1); seed++) {
            for (int delay = 0; delay < (threads.length == 2 ? MAX_SPINS : MAX_SPINS * MAX_SPINS); delay++) {
                int[] spins = new int[threads.length];
                Arrays.fill(spins, FIRST_THREADS_SPINS);
                spins[1] = delay % MAX_SPINS;
                if (threads.length > 2) {
                    spins[2] = delay / MAX_SPINS;
                }
                Machine machine = new Machine(ProgramRunner.ROUND_COSTS, threads.length, 1, seed);
                outcomes.add(ProgramRunner.run(machine, SampleLitmus.class, threads, spins));
            }
        }
        return outcomes;
    }

    @ParameterizedTest
    @CsvSource({"Wap Rbp, Wbp Rap", "Wao Rbo, Wbo Rao", "War Rbr, Wbr Rar", "War Rbv, Wbr Rav"})
    void loadsMayOvertakeEarlierStores(String first, String second) {
        Set<String> outcomes = outcomes(first, second);
        assertTrue(outcomes.contains("00"), "expected that both loads overtake the stores before them: " + outcomes);
    }

    @ParameterizedTest
    @CsvSource({"Wav Rbv, Wbv Rav", "War Rcu Rbr, Wbr Rdu Rar", "Wav Rbp, Wbv Rap"})
    void fencesAndLockedInstructionsDrainTheBuffer(String first, String second) {
        Set<String> outcomes = outcomes(first, second);
        assertFalse(outcomes.contains("00") || outcomes.contains("0000"), "no load may overtake a store: " + outcomes);
        assertTrue(outcomes.size() > 1, "the threads must overlap: " + outcomes);
    }

    @Test
    void storesAreSeenInProgramOrder() {
        Set<String> outcomes = outcomes("Wap Wbp", "Rbp Rap");
        assertFalse(outcomes.contains("20"), "the second store without the first: " + outcomes);
        assertEquals(Set.of("00", "01", "21"), outcomes);
    }

    @Test
    void storesDoNotOvertakeEarlierLoads() {
        Set<String> outcomes = outcomes("Rap Wbp", "Rbp Wap");
        assertFalse(outcomes.contains("21"), "load buffering: " + outcomes);
        assertTrue(outcomes.contains("01"), "the threads must overlap: " + outcomes);
    }

    @Test
    void allCoresSeeStoresInOneOrder() {
        Set<String> outcomes = outcomes("Wap", "Rap Rbp", "Wbp", "Rbp Rap");
        assertFalse(outcomes.contains("1020"), "two readers disagree on the order of two stores: " + outcomes);
        assertTrue(outcomes.size() > 3, "the threads must overlap: " + outcomes);
    }

    @Test
    void visibilityIsCausal() {
        Set<String> outcomes = outcomes("Wap", "Rap Wbp", "Rbp Rap");
        assertFalse(outcomes.contains("120"), "the effect of a store without the store: " + outcomes);
        assertTrue(outcomes.contains("121"), "the threads must overlap: " + outcomes);
    }

    @Test
    void loadsOfOneVariableSeeItsValuesInOrder() {
        Set<String> outcomes = outcomes("Wap", "Rap Rap");
        outcomes.addAll(outcomes("Rap Rap", "Wap"));
        assertFalse(outcomes.contains("10"), "coherence: " + outcomes);
        assertTrue(outcomes.contains("00") && outcomes.contains("11"), "the threads must overlap: " + outcomes);
    }

    @Test
    void aLoadSeesTheThreadsOwnStoreAtOnce() {
        Set<String> outcomes = outcomes("Wap Rap Rbp", "Wbp Rbp Rap");
        for (String outcome : outcomes) {
            assertEquals('1', outcome.charAt(0), outcome);
            assertEquals('2', outcome.charAt(2), outcome);
        }
        assertTrue(outcomes.contains("1020"), "even while other cores do not see it: " + outcomes);
    }
}
