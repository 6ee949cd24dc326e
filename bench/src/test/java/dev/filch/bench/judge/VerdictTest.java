package dev.filch.bench.judge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.bench.jmh.Age;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class VerdictTest {

    private static final Setup SETUP = new Setup("java", "17", Collector.G1);
    private static final Task OURS = Task.uncontended("ring", Age.YOUNG);
    private static final Task THEIRS = Task.uncontended("clq", Age.YOUNG);
    private static final Task OTHERS = Task.uncontended("ltq", Age.YOUNG);

    private final Samples samples = new Samples();

    private void took(Task task, double... nanos) {
        for (int round = 0; round < nanos.length; round++) {
            samples.add(task, round, Map.of(Figure.TIME, nanos[round]));
        }
    }

    private Verdict verdict(Target target) {
        return Verdict.of(target, SETUP, samples, 3);
    }

    @Test
    void aRatioIsTheMedianOfTheRoundsRatios() {
        took(OURS, 10, 30, 12);
        took(THEIRS, 20, 20, 20);

        Verdict verdict = verdict(Target.ratio("work", OURS, THEIRS).atMost(0.6));

        assertEquals(List.of(0.5, 1.5, 0.6), verdict.values());
        assertEquals(0.6, verdict.value());
        assertEquals(Verdict.Outcome.HOLDS, verdict.outcome());
        assertEquals("holds", verdict.words());
    }

    @Test
    void theBestPeerHasTheSmallestMedian() {
        took(OURS, 10, 10, 10);
        took(THEIRS, 8, 20, 20);
        took(OTHERS, 9, 9, 9);

        assertEquals("ltq", verdict(Target.ratio("work", OURS, THEIRS, OTHERS)).peer().name());
    }

    @Test
    void wordsSayHowFarTheValueIsFromTheTarget() {
        took(OURS, 9, 9, 9);
        took(THEIRS, 10, 10, 10);
        Target target = Target.ratio("work", OURS, THEIRS);

        assertEquals("not judged", verdict(target).words());
        assertEquals("holds", verdict(target.atMost(1).stretchTo(0.8)).words());
        assertEquals("reaches the stretch target", verdict(target.atMost(1).stretchTo(0.9)).words());
        assertEquals("reaches the stretch target", verdict(target.stretchTo(0.9)).words());
        assertEquals("short of the stretch target", verdict(target.stretchTo(0.8)).words());
        assertEquals("falls short: 1.20x the target", verdict(target.atMost(0.75)).words());
    }

    @Test
    void everyForkIsJudgedByTheWorstFork() {
        took(OURS, 5, 5, 8);
        took(THEIRS, 10, 10, 10);
        Target target = Target.ratio("work", OURS, THEIRS).atMost(0.5);

        assertEquals("holds", verdict(target).words());
        assertEquals("falls short: 1.60x the target", verdict(target.inEveryFork()).words());
        assertEquals("holds", verdict(target.atMost(0.8).inEveryFork().stretchTo(0.5)).words());
        assertEquals(0.5, verdict(target.inEveryFork()).value(), "the median is shown");
    }

    @Test
    void anIntervalFallsShortOnlyIfItLiesWhollyAboveTheLimit() {
        took(OURS, 10, 11, 12);
        took(THEIRS, 10, 10, 10);
        Target target = Target.ratio("work", OURS, THEIRS).byInterval(); // 1.10, from 0.87 to 1.38

        assertEquals("holds", verdict(target.atMost(1.4)).words());
        assertEquals("holds within the noise", verdict(target.atMost(1.03)).words());
        assertEquals(Verdict.Outcome.HOLDS, verdict(target.atMost(1.03)).outcome());
        assertEquals("falls short: 1.37x the target", verdict(target.atMost(0.8)).words());
        assertEquals(Verdict.Outcome.FALLS_SHORT, verdict(target.atMost(0.8)).outcome());
    }

    @Test
    void aLimitAtTheLowEndOfTheIntervalHolds() {
        took(OURS, 12, 12, 12);
        took(THEIRS, 10, 10, 10);
        Target target = Target.ratio("work", OURS, THEIRS).byInterval();

        double low = verdict(target).interval().orElseThrow().low();

        assertEquals(Verdict.Outcome.HOLDS, verdict(target.atMost(low)).outcome());
        assertEquals(
                Verdict.Outcome.FALLS_SHORT,
                verdict(target.atMost(Math.nextDown(low))).outcome());
    }

    @Test
    void twoRoundsAreTooFewForAnInterval() {
        took(OURS, 20, 20);
        took(THEIRS, 10, 10);
        Target target = Target.ratio("work", OURS, THEIRS).byInterval().atMost(1);

        assertTrue(verdict(target).interval().isEmpty());
        assertEquals(Verdict.Outcome.NOT_JUDGED, verdict(target).outcome());
        assertEquals("too few rounds", verdict(target).words());
        assertEquals(2, verdict(target).value(), "the ratio is shown");
    }

    @Test
    void onlyTargetsJudgedByIntervalHaveOne() {
        took(OURS, 10, 11, 12);
        took(THEIRS, 10, 10, 10);

        assertTrue(verdict(Target.ratio("work", OURS, THEIRS).atMost(1)).interval().isEmpty());
    }

    @Test
    void figuresThatCountAsZeroHaveTheRatioOneInAnInterval() {
        double[] ours = {0, 0.2, 0.4};
        for (int round = 0; round < ours.length; round++) {
            samples.add(OURS, round, Map.of(Figure.CPU_SHARE, ours[round]));
            samples.add(THEIRS, round, Map.of(Figure.CPU_SHARE, 0.0));
        }

        Verdict verdict = verdict(
                Target.ratio("work", Figure.CPU_SHARE, OURS, THEIRS).byInterval().atMost(1.03));

        assertEquals(List.of(1.0, 1.0, 1.0), verdict.values());
        assertEquals("holds", verdict.words());
    }

    @Test
    void aPeerMayBeASum() {
        took(OURS, 30, 30, 30);
        took(THEIRS, 8, 8, 8);
        took(OTHERS, 3, 3);
        Peer sum = new Peer("sum", List.of(new Peer.Term(THEIRS, 1), new Peer.Term(OTHERS, 2)), 1);

        Verdict verdict = verdict(Target.ratio("work", OURS, sum));

        assertEquals(List.of(15.0, 15.0), verdict.peerFigures(), "the third round lacks a term");
        assertEquals(List.of(2.0, 2.0), verdict.values());
        assertEquals(List.of(OURS, THEIRS, OTHERS), verdict.target().tasks());
    }

    @Test
    void lessThanHalfAThousandthOfACoreCountsAsZero() {
        samples.add(OURS, 0, Map.of(Figure.CPU_SHARE, 0.4));
        samples.add(THEIRS, 0, Map.of(Figure.CPU_SHARE, 0.3));

        assertEquals(
                "holds",
                verdict(Target.amount("work", Figure.CPU_SHARE, OURS).atMost(0)).words());
        assertEquals(
                Verdict.Outcome.FALLS_SHORT,
                verdict(Target.ratio("work", Figure.CPU_SHARE, OURS, THEIRS).atMost(1)).outcome(),
                "a ratio has no tolerance");
    }

    @Test
    void peersMayBeScaled() {
        took(OURS, 9, 9, 9);
        took(THEIRS, 4, 4, 4);

        Verdict verdict = verdict(Target.ratio("work", OURS, new Peer("scaled", THEIRS, 2, 1)).atMost(1));

        assertEquals(List.of(9.0, 9.0, 9.0), verdict.peerFigures());
        assertEquals(1, verdict.value());
        assertEquals(Verdict.Outcome.HOLDS, verdict.outcome());
    }

    @Test
    void anAmountIsADifference() {
        samples.add(OURS, 0, Map.of(Figure.ALLOCATION, 20.0));
        samples.add(Task.NEW_MESSAGE, 0, Map.of(Figure.ALLOCATION, 16.0));

        assertEquals(4, verdict(Target.allocation("work", OURS)).value());
        assertEquals("holds", verdict(Target.allocation("work", OURS).atMost(4)).words());
        assertEquals("falls short", verdict(Target.allocation("work", OURS).atMost(3)).words());
    }

    @Test
    void aFractionOfAByteIsNoAllocation() {
        samples.add(OURS, 0, Map.of(Figure.ALLOCATION, 16.02));
        samples.add(Task.NEW_MESSAGE, 0, Map.of(Figure.ALLOCATION, 16.0));

        assertEquals(
                Verdict.Outcome.HOLDS,
                verdict(Target.allocation("work", OURS).atMost(0)).outcome());
    }

    @Test
    void anAmountWithoutAPeerIsJudgedByItself() {
        samples.add(OURS, 2, Map.of(Figure.FOOTPRINT, 700.0));

        Verdict verdict = verdict(Target.amount("work", Figure.FOOTPRINT, OURS).atMost(700));

        assertNull(verdict.peer());
        assertEquals(Verdict.Outcome.HOLDS, verdict.outcome());
    }

    @Test
    void roundsInWhichAForkFailedAreLeftOut() {
        samples.add(OURS, 0, Map.of(Figure.TIME, 10.0));
        samples.add(OURS, 2, Map.of(Figure.TIME, 30.0));
        samples.add(THEIRS, 1, Map.of(Figure.TIME, 1.0));
        samples.add(THEIRS, 2, Map.of(Figure.TIME, 10.0));

        assertEquals(List.of(3.0), verdict(Target.ratio("work", OURS, THEIRS)).values());
    }

    @Test
    void withoutARoundThatHasBothFiguresNothingIsMeasured() {
        took(OURS, 1, 1, 1);

        Verdict verdict = verdict(Target.ratio("work", OURS, THEIRS, OTHERS).atMost(1));

        assertEquals(Verdict.Outcome.NOT_MEASURED, verdict.outcome());
        assertEquals("not measured", verdict.words());
    }
}
