package dev.filch.stress.cores.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.stress.model.Fibers;
import java.lang.ref.WeakReference;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class MachineTest {

    @BeforeAll
    static void requireFibers() {
        Fibers.assumeAvailable();
    }

    private static Machine machine(int cores) {
        return new Machine(ProgramRunner.ROUND_COSTS, cores, 1, 1);
    }

    @Test
    void valuesOfAllTypesAreReadFromTheStoreBufferAndFromMemory() {
        String values =
                "-7 true x -300 -2147483648 -9223372036854775807 -0.5 1.0E300 element true -128 -1.0E-300 field";
        assertEquals(values + " / " + values, ProgramRunner.run(machine(2), SamplePrograms.Types.class));
    }

    @Test
    void aThreadCanStartAndJoinAnotherAndParkForATime() {
        assertEquals("false child false true", ProgramRunner.run(machine(2), SamplePrograms.StartAndJoin.class));
        assertEquals("false child false true", ProgramRunner.run(machine(1), SamplePrograms.StartAndJoin.class));
    }

    @Test
    void anUnparkWakesAParkedThread() {
        ProgramRunner.run(machine(2), SamplePrograms.WakeUp.class, false);
    }

    @Test
    void aLostWakeUpEndsTheRunWithAReport() {
        StuckException stuck = assertThrows(
                StuckException.class, () -> ProgramRunner.run(machine(2), SamplePrograms.WakeUp.class, true));
        assertTrue(stuck.getMessage().contains("all threads are blocked"), stuck.getMessage());
        assertTrue(stuck.getMessage().contains("thread 0 parked at SamplePrograms$WakeUp.sleep"), stuck.getMessage());
        assertTrue(stuck.getMessage().contains("thread 1 ended"), stuck.getMessage());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 8})
    void threadsTakeTurnsIfThereAreMoreThreadsThanCores(int cores) {
        Machine machine = machine(cores);
        assertEquals("1600", ProgramRunner.run(machine, SamplePrograms.Holders.class, 8), "on " + cores + " cores");
    }

    @Test
    void aThreadCanLoseItsCoreBetweenTwoAccesses() {
        // A thread holds the word for half a microsecond. A time slice of 50 us ends now and then while it does.
        Machine shortSlices = machine(1);
        ProgramRunner.run(shortSlices, SamplePrograms.Holders.class, 8);
        Machine endlessSlice = new Machine(withTimeSlice(100_000_000_000L), 1, 1, 1);
        ProgramRunner.run(endlessSlice, SamplePrograms.Holders.class, 8);
        long withSlices = shortSlices.cores[0].clock;
        long withoutSlices = endlessSlice.cores[0].clock;
        assertTrue(withSlices > withoutSlices, () -> "expected more than " + withoutSlices + " ps, was " + withSlices);
    }

    private static Costs withTimeSlice(long slice) {
        return costs(0, slice, 0);
    }

    private static Costs costs(long disturbance, long slice, int prefetch) {
        Costs round = ProgramRunner.ROUND_COSTS;
        return new Costs(round.near(), round.far(), round.hold(), disturbance, round.recent(), round.memory(),
                round.hit(), round.locked(), round.allocation(), round.spin(), round.clock(), round.yield(),
                round.contextSwitch(), slice, round.unpark(), round.wakeUp(), round.jitter(), prefetch);
    }

    private static long nanosToRead(boolean isForwards, int prefetch) {
        Machine machine = new Machine(costs(0, ProgramRunner.ROUND_COSTS.timeSlice(), prefetch), 2, 1, 1);
        return Long.parseLong(ProgramRunner.run(machine, SamplePrograms.Reading.class, isForwards));
    }

    @Test
    void linesArePrefetchedForAThreadThatReadsThemInOrder() {
        long withoutPrefetch = nanosToRead(true, 0);
        long withPrefetch = nanosToRead(true, 8);
        assertTrue(withoutPrefetch >= 64 * 100, "each line costs a transfer; was " + withoutPrefetch + " ns");
        assertTrue(withPrefetch < withoutPrefetch / 4, withPrefetch + " ns, and " + withoutPrefetch + " ns without");
        assertEquals(nanosToRead(false, 0), nanosToRead(false, 8), "no prefetch for a thread that reads backwards");
    }

    private static long endOfDisturbedThread(long disturbance) {
        Machine machine = new Machine(costs(disturbance, ProgramRunner.ROUND_COSTS.timeSlice(), 0), 2, 1, 1);
        ProgramRunner.run(machine, SamplePrograms.Disturbed.class);
        return machine.cores[0].clock;
    }

    @Test
    void aThreadThatLosesALineInUseIsDisturbed() {
        // The line may return during the disturbance, which saves up to one transfer.
        assertEquals(700_000, endOfDisturbedThread(700_000) - endOfDisturbedThread(0), 100_000);
    }

    @Test
    void anEndlessSpinEndsTheRunWithAReport() {
        StuckException stuck = assertThrows(
                StuckException.class, () -> ProgramRunner.run(machine(2), SamplePrograms.Spinning.class));
        assertTrue(stuck.getMessage().contains("still running after"), stuck.getMessage());
    }

    @Test
    void codeThatIsNotSimulatedIsRefused() {
        IllegalStateException failure = assertThrows(
                IllegalStateException.class, () -> ProgramRunner.run(machine(1), SamplePrograms.Refused.class));
        assertTrue(failure.getCause().getMessage().contains("a synchronized method"), failure.getCause().toString());
    }

    @Test
    void runsWithTheSameSeedAreEqual() {
        assertEquals(endOfRace(1), endOfRace(1));
        assertNotEquals(endOfRace(1), endOfRace(2), "the seed has an effect");
    }

    private static long endOfRace(long seed) {
        Machine machine = new Machine(ProgramRunner.ROUND_COSTS, 4, 1, seed);
        ProgramRunner.run(machine, SamplePrograms.Holders.class, 4);
        long end = 0;
        for (Core core : machine.cores) {
            end = 31 * end + core.clock;
        }
        return end;
    }

    @Test
    void classInitializersSeeTheMachinesProcessors() {
        assertEquals("37", ProgramRunner.runWithNewClasses(machine(37), SamplePrograms.Processors.class));
    }

    @Test
    void classesCanBeCollectedAfterARun() throws InterruptedException {
        WeakReference<ClassLoader> loader = ProgramRunner.loaderAfter(machine(2), SamplePrograms.WakeUp.class, false);
        for (int i = 0; i < 100 && loader.get() != null; i++) {
            System.gc();
            Thread.sleep(10);
        }
        assertNull(loader.get(), "the loader must not be reachable");
    }

    @Test
    void invalidNumbersOfCoresAndSocketsThrow() {
        assertThrows(IllegalArgumentException.class, () -> new Machine(ProgramRunner.ROUND_COSTS, 0, 1, 1));
        assertThrows(IllegalArgumentException.class, () -> new Machine(ProgramRunner.ROUND_COSTS, 129, 1, 1));
        assertThrows(IllegalArgumentException.class, () -> new Machine(ProgramRunner.ROUND_COSTS, 4, 0, 1));
        assertThrows(IllegalArgumentException.class, () -> new Machine(ProgramRunner.ROUND_COSTS, 4, 5, 1));
    }
}
