package dev.filch.stress.cores.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.stress.model.Fibers;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The simulated times of the smallest programs follow from the costs. */
@Timeout(120)
class CostModelTest {

    private static final double TRANSFER = 56;
    private static final double UPGRADE = 30;

    @BeforeAll
    static void requireFibers() {
        Fibers.assumeAvailable();
    }

    private static RunResult run(String work, int cores) {
        return run(work, cores, 1);
    }

    private static RunResult run(String work, int cores, int sockets) {
        return SimulatedRun.run(
                work, TestCosts.RECORDED, new RunSettings(cores, sockets, cores, 0, 20_000, 100_000, 1));
    }

    @Test
    void aPingPongTakesATransferAndPartOfAnUpgrade() {
        double oneWay = run("micro/ping-pong", 2).nanosPerMessage();
        assertTrue(oneWay > TRANSFER && oneWay < TRANSFER + UPGRADE, oneWay + " ns");
    }

    @Test
    void coresThatShareNothingScaleLinearly() {
        double one = run("micro/unshared", 1).perSecond();
        assertEquals(2, run("micro/unshared", 2).perSecond() / one, 0.01);
        assertEquals(64, run("micro/unshared", 64).perSecond() / one, 0.3);
        assertTrue(run("micro/unshared", 2).transfers().isEmpty());
    }

    @Test
    void falseSharingIsSlowAndPaddingAvoidsIt() {
        RunResult shared = run("micro/falsely-shared", 4);
        RunResult padded = run("micro/unshared", 4);
        assertTrue(padded.perSecond() > 5 * shared.perSecond(),
                padded.perSecond() + " per second, and " + shared.perSecond() + " with false sharing");
        assertTrue(shared.transfers().values().stream().anyMatch(count -> count.writes() > 0));
    }

    @Test
    void transfersLimitFetchAndAddOnOneLine() {
        for (int cores : new int[] {8, 32}) {
            RunResult result = run("micro/get-and-add", cores);
            long transfers = result.transfers().values().stream().mapToLong(count -> count.writes()).sum();
            // From arrival to arrival, the line is held and travels. The next request's snoop has passed before.
            double betweenTransfers = 100_000.0 / transfers;
            assertEquals(13 + TRANSFER - 15, betweenTransfers, 4, "ns between transfers, on " + cores + " cores");
            assertTrue(result.messages() < 4 * transfers,
                    result.messages() + " messages with " + transfers + " transfers, on " + cores + " cores");
        }
    }

    @Test
    void everyCoreGetsTheLine() {
        RunResult result = run("micro/get-and-add", 16);
        assertEquals(16, result.receivers());
        assertTrue(result.leastShare() > 0.5 && result.mostShare() < 1.5, result.toString());
    }

    @Test
    void receiversIncludeStarvedThreads() {
        RunResult result = SimulatedRun.run("hand-off/lock-tas", TestCosts.RECORDED,
                new RunSettings(64, 1, 64, 0, 1_000, 5_000, 1));
        assertEquals(32, result.receivers());
        assertEquals(0, result.leastShare());
    }

    @Test
    void aSecondSocketSlowsDownOnlySharedVariables() {
        double one = run("micro/get-and-add", 8, 1).perSecond();
        double two = run("micro/get-and-add", 8, 2).perSecond();
        assertTrue(two < 0.8 * one, two + " per second, and " + one + " with one socket");
        assertEquals(run("micro/unshared", 8, 1).perSecond(), run("micro/unshared", 8, 2).perSecond(), 1e5);
    }

    @Test
    void runsWithTheSameSeedAreEqual() {
        for (String work : new String[] {"hand-off/ring", "outside/stealing-pool"}) {
            RunResult first = run(work, 8);
            run("micro/get-and-add", 4);
            assertEquals(first, run(work, 8), work);
        }
    }
}
