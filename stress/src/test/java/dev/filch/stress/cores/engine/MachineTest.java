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
        return new Machine(ProgramRunner.ROUND, cores, 1, 1);
    }

    @Test
    void valuesOfAllTypesComeBackFromTheStoreBufferAndFromMemory() {
        String values = "-7 true x -300 -2147483648 -9223372036854775807 -0.5 1.0E300 element true -128 -1.0E-300 field";
        assertEquals(values + " / " + values, ProgramRunner.run(machine(2), SamplePrograms.Types.class));
    }

    @Test
    void threadsStartJoinAndParkForAWhile() {
        assertEquals("false child false true", ProgramRunner.run(machine(2), SamplePrograms.Lives.class));
        assertEquals("false child false true", ProgramRunner.run(machine(1), SamplePrograms.Lives.class));
    }

    @Test
    void aWakeUpArrives() {
        ProgramRunner.run(machine(2), SamplePrograms.WakeUp.class, false);
    }

    @Test
    void aLostWakeUpEndsWithAReport() {
        Stuck stuck = assertThrows(
                Stuck.class, () -> ProgramRunner.run(machine(2), SamplePrograms.WakeUp.class, true));
        assertTrue(stuck.getMessage().contains("no thread can go on"), stuck.getMessage());
        assertTrue(stuck.getMessage().contains("thread 0 parked at SamplePrograms$WakeUp.sleep"), stuck.getMessage());
        assertTrue(stuck.getMessage().contains("thread 1 ended"), stuck.getMessage());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 8})
    void moreThreadsThanCoresTakeTurns(int cores) {
        Machine machine = machine(cores);
        assertEquals("1600", ProgramRunner.run(machine, SamplePrograms.Holders.class, 8), "on " + cores + " cores");
    }

    @Test
    void aThreadCanLoseItsCoreBetweenTwoAccesses() {
        // A turn of the eight takes half a microsecond, a time slice 50: so a holder is interrupted now and then.
        Machine one = machine(1);
        ProgramRunner.run(one, SamplePrograms.Holders.class, 8);
        long withSlices = one.cores[0].clock;
        Machine other = new Machine(withTimeSlice(100_000_000_000L), 1, 1, 1);
        ProgramRunner.run(other, SamplePrograms.Holders.class, 8);
        assertTrue(withSlices > other.cores[0].clock, withSlices + " ps, but " + other.cores[0].clock + " without slices");
    }

    private static Costs withTimeSlice(long slice) {
        return costs(0, slice, 0);
    }

    private static Costs costs(long disturbance, long slice, int prefetch) {
        Costs round = ProgramRunner.ROUND;
        return new Costs(round.near(), round.far(), round.hold(), disturbance, round.recent(), round.memory(),
                round.hit(), round.locked(), round.allocation(), round.spin(), round.clock(), round.yield(),
                round.contextSwitch(), slice, round.unpark(), round.wakeUp(), round.jitter(), prefetch);
    }

    private static long nanosToRead(boolean isForwards, int prefetch) {
        Machine machine = new Machine(costs(0, ProgramRunner.ROUND.timeSlice(), prefetch), 2, 1, 1);
        return Long.parseLong(ProgramRunner.run(machine, SamplePrograms.Reading.class, isForwards));
    }

    @Test
    void linesAreFetchedAheadOfAThreadThatReadsThemInOrder() {
        long alone = nanosToRead(true, 0);
        assertTrue(alone >= 64 * 100, "each line costs a transfer: " + alone + " ns");
        assertTrue(nanosToRead(true, 8) < alone / 4, nanosToRead(true, 8) + " ns, " + alone + " ns without");
        assertEquals(nanosToRead(false, 0), nanosToRead(false, 8), "backwards, nothing is fetched ahead");
    }

    private static long endOfDisturbedThread(long disturbance) {
        Machine machine = new Machine(costs(disturbance, ProgramRunner.ROUND.timeSlice(), 0), 2, 1, 1);
        ProgramRunner.run(machine, SamplePrograms.Disturbed.class);
        return machine.cores[0].clock;
    }

    @Test
    void aThreadThatLosesALineInUseIsDisturbed() {
        // Meanwhile the line may come back: that saves up to one transfer.
        assertEquals(700_000, endOfDisturbedThread(700_000) - endOfDisturbedThread(0), 100_000);
    }

    @Test
    void aThreadThatSpinsForEverEndsWithAReport() {
        Stuck stuck = assertThrows(
                Stuck.class, () -> ProgramRunner.run(machine(2), SamplePrograms.Spinning.class));
        assertTrue(stuck.getMessage().contains("still runs after"), stuck.getMessage());
    }

    @Test
    void whatIsNotSimulatedIsRefused() {
        IllegalStateException failure = assertThrows(
                IllegalStateException.class, () -> ProgramRunner.run(machine(1), SamplePrograms.Refused.class));
        assertTrue(failure.getCause().getMessage().contains("a synchronized method"), failure.getCause().toString());
    }

    @Test
    void aRunWithTheSameSeedRepeatsExactly() {
        assertEquals(endOfRace(1), endOfRace(1));
        assertNotEquals(endOfRace(1), endOfRace(2), "the seed has no effect");
    }

    private static long endOfRace(long seed) {
        Machine machine = new Machine(ProgramRunner.ROUND, 4, 1, seed);
        ProgramRunner.run(machine, SamplePrograms.Holders.class, 4);
        long end = 0;
        for (Core core : machine.cores) {
            end = 31 * end + core.clock;
        }
        return end;
    }

    @Test
    void classInitializersSeeTheMachinesProcessors() {
        assertEquals("37", ProgramRunner.runAfresh(machine(37), SamplePrograms.Processors.class));
    }

    @Test
    void classesCanBeCollectedAfterARun() throws InterruptedException {
        WeakReference<ClassLoader> loader = ProgramRunner.loaderAfter(machine(2), SamplePrograms.WakeUp.class, false);
        for (int i = 0; i < 100 && loader.get() != null; i++) {
            System.gc();
            Thread.sleep(10);
        }
        assertNull(loader.get(), "something keeps the loader");
    }

    @Test
    void coresAndSocketsAreChecked() {
        assertThrows(IllegalArgumentException.class, () -> new Machine(ProgramRunner.ROUND, 0, 1, 1));
        assertThrows(IllegalArgumentException.class, () -> new Machine(ProgramRunner.ROUND, 129, 1, 1));
        assertThrows(IllegalArgumentException.class, () -> new Machine(ProgramRunner.ROUND, 4, 0, 1));
        assertThrows(IllegalArgumentException.class, () -> new Machine(ProgramRunner.ROUND, 4, 5, 1));
    }
}
