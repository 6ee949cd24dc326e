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

/** The simulated cores order memory as x86 does: a store may become visible late, and nothing else is out of order. */
@Timeout(300)
class TotalStoreOrderTest {

    /** Of 10 ns each: a thread comes by up to a few transfers of a line before or after the first one. */
    private static final int MAX_SPINS = 40;

    private static final int FIRST_THREADS_SPINS = 12;

    @BeforeAll
    static void requireFibers() {
        Fibers.assumeAvailable();
    }

    /** What comes out for many relative speeds of the threads. */
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
                Machine machine = new Machine(ProgramRunner.ROUND, threads.length, 1, seed);
                outcomes.add(ProgramRunner.run(machine, SampleLitmus.class, threads, spins));
            }
        }
        return outcomes;
    }

    @ParameterizedTest
    @CsvSource({"Wap Rbp, Wbp Rap", "Wao Rbo, Wbo Rao", "War Rbr, Wbr Rar", "War Rbv, Wbr Rav"})
    void storesAreBuffered(String first, String second) {
        assertTrue(outcomes(first, second).contains("00"), "both loads overtake the stores before them");
    }

    @ParameterizedTest
    @CsvSource({"Wav Rbv, Wbv Rav", "War Rcu Rbr, Wbr Rdu Rar", "Wav Rbp, Wbv Rap"})
    void fencesAndLockedInstructionsDrainTheBuffer(String first, String second) {
        Set<String> outcomes = outcomes(first, second);
        assertFalse(outcomes.contains("00") || outcomes.contains("0000"), "in some order: " + outcomes);
        assertTrue(outcomes.size() > 1, "the threads meet: " + outcomes);
    }

    @Test
    void aMessageIsNotOvertakenByItsFlag() {
        Set<String> outcomes = outcomes("Wap Wbp", "Rbp Rap");
        assertFalse(outcomes.contains("20"), "the flag without the message: " + outcomes);
        assertEquals(Set.of("00", "01", "21"), outcomes);
    }

    @Test
    void loadsDoNotSeeTheFuture() {
        Set<String> outcomes = outcomes("Rap Wbp", "Rbp Wap");
        assertFalse(outcomes.contains("21"), "load buffering: " + outcomes);
        assertTrue(outcomes.contains("01"), "the threads meet: " + outcomes);
    }

    @Test
    void allCoresSeeStoresInOneOrder() {
        Set<String> outcomes = outcomes("Wap", "Rap Rbp", "Wbp", "Rbp Rap");
        assertFalse(outcomes.contains("1020"), "two readers disagree on the order of two stores: " + outcomes);
        assertTrue(outcomes.size() > 3, "the threads meet: " + outcomes);
    }

    @Test
    void aStoreThatWasSeenIsSeenByThoseWhoLearnOfIt() {
        Set<String> outcomes = outcomes("Wap", "Rap Wbp", "Rbp Rap");
        assertFalse(outcomes.contains("120"), "causality: " + outcomes);
        assertTrue(outcomes.contains("121"), "the threads meet: " + outcomes);
    }

    @Test
    void aLoadDoesNotGoBack() {
        Set<String> outcomes = outcomes("Wap", "Rap Rap");
        outcomes.addAll(outcomes("Rap Rap", "Wap"));
        assertFalse(outcomes.contains("10"), "coherence: " + outcomes);
        assertTrue(outcomes.contains("00") && outcomes.contains("11"), "the threads meet: " + outcomes);
    }

    @Test
    void aLoadSeesTheThreadsOwnStoreAtOnce() {
        for (String outcome : outcomes("Wap Rap Rbp", "Wbp Rbp Rap")) {
            assertEquals('1', outcome.charAt(0), outcome);
            assertEquals('2', outcome.charAt(2), outcome);
        }
        assertTrue(outcomes("Wap Rap Rbp", "Wbp Rbp Rap").contains("1020"), "also while other cores do not");
    }
}
