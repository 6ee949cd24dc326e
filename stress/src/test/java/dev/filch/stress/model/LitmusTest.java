package dev.filch.stress.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The memory allows exactly the outcomes of the model for each litmus test. The tests, their names and the expected
 * outcomes are from Alglave, Maranget and Tautschnig, "Herding cats" (TOPLAS 2014), Lahav et al., "Repairing sequential
 * consistency in C/C++11" (PLDI 2017), and Bender and Palsberg, "A formalization of Java's concurrent access modes"
 * (OOPSLA 2019).
 */
class LitmusTest {

    private final ModelChecker checker = new ModelChecker(name -> false);

    /** Each test's name, the forbidden combinations of zeros and ones, and the threads. */
    static Stream<Arguments> readsOfZeroAndOne() {
        return Stream.of(
                // Store buffering.
                litmus("SB opaque", "", "Wx1o Ryo", "Wy1o Rxo"),
                litmus("SB release/acquire", "", "Wx1r Rya", "Wy1r Rxa"),
                litmus("SB volatile", "00", "Wx1v Ryv", "Wy1v Rxv"),
                litmus("SB volatile writes, acquire reads", "", "Wx1v Rya", "Wy1v Rxa"),
                litmus("SB one acquire read", "", "Wx1v Rya", "Wy1v Rxv"),
                litmus("SB one release write", "", "Wx1r Ryv", "Wy1v Rxv"),
                litmus("SB full fences", "00", "Wx1o F Ryo", "Wy1o F Rxo"),
                litmus("SB one full fence", "", "Wx1o F Ryo", "Wy1o Rxo"),
                litmus("SB fence against volatile", "00", "Wx1o F Ryo", "Wy1v Rxv"),
                litmus("SB acquire and release fences", "", "Wx1o Fr Fa Ryo", "Wy1o Fr Fa Rxo"),
                litmus("SB update against volatile", "000 100 101 110 111", "Ux1v Ryv", "Wy1v Rxv"),
                // Message passing.
                litmus("MP opaque", "", "Wx1o Wy1o", "Ryo Rxo"),
                litmus("MP release/acquire", "10", "Wx1o Wy1r", "Rya Rxo"),
                litmus("MP volatile", "10", "Wx1v Wy1v", "Ryv Rxv"),
                litmus("MP release/opaque", "", "Wx1o Wy1r", "Ryo Rxo"),
                litmus("MP opaque/acquire", "", "Wx1o Wy1o", "Rya Rxo"),
                litmus("MP fences", "10", "Wx1o Fr Wy1o", "Ryo Fa Rxo"),
                litmus("MP release fence only", "", "Wx1o Fr Wy1o", "Ryo Rxo"),
                litmus("MP acquire fence only", "", "Wx1o Wy1o", "Ryo Fa Rxo"),
                litmus("MP release fence, acquire read", "10", "Wx1o Fr Wy1o", "Rya Rxo"),
                litmus("MP full fences", "10", "Wx1o F Wy1o", "Ryo F Rxo"),
                // Load buffering: from opaque on, no load sees a later store.
                litmus("LB opaque", "11", "Rxo Wy1o", "Ryo Wx1o"),
                litmus("LB release/acquire", "11", "Rxa Wy1r", "Rya Wx1r"),
                litmus("LB volatile", "11", "Rxv Wy1v", "Ryv Wx1v"),
                // Independent reads of independent writes.
                litmus("IRIW opaque", "", "Wx1o", "Wy1o", "Rxo Ryo", "Ryo Rxo"),
                litmus("IRIW release/acquire", "", "Wx1r", "Wy1r", "Rxa Rya", "Rya Rxa"),
                litmus("IRIW volatile", "1010", "Wx1v", "Wy1v", "Rxv Ryv", "Ryv Rxv"),
                litmus("IRIW volatile writes, acquire reads", "", "Wx1v", "Wy1v", "Rxa Rya", "Rya Rxa"),
                litmus("IRIW one full fence", "", "Wx1o", "Wy1o", "Rxo F Ryo", "Ryo Rxo"),
                litmus("IRIW acquire, full fences", "1010", "Wx1o", "Wy1o", "Rxo F Ryo", "Ryo F Rxo"),
                // Write to read causality.
                litmus("WRC opaque", "", "Wx1o", "Rxo Wy1o", "Ryo Rxo"),
                litmus("WRC release/acquire", "110", "Wx1r", "Rxa Wy1r", "Rya Rxo"),
                litmus("WRC coherence through release/acquire", "110", "Wx1o", "Rxo Wy1r", "Rya Rxo"),
                litmus("WRC volatile", "110", "Wx1v", "Rxv Wy1v", "Ryv Rxv"),
                litmus("WRC fences", "110", "Wx1o", "Rxo Fr Wy1o", "Ryo Fa Rxo"),
                litmus("WRC release fence only", "", "Wx1o", "Rxo Fr Wy1o", "Ryo Rxo"),
                litmus("WRC opaque at the end", "", "Wx1r", "Rxa Wy1r", "Ryo Rxo"),
                litmus("ISA2 release/acquire", "110", "Wx1o Wy1r", "Rya Wz1r", "Rza Rxo"),
                litmus("ISA2 opaque in the middle", "", "Wx1o Wy1r", "Ryo Wz1r", "Rza Rxo"),
                litmus("ISA2 opaque", "", "Wx1o Wy1o", "Ryo Wz1o", "Rzo Rxo"),
                litmus("ISA2 volatile", "110", "Wx1v Wy1v", "Ryv Wz1v", "Rzv Rxv"),
                litmus("ISA2 fences", "110", "Wx1o Fr Wy1o", "Ryo F Wz1o", "Rzo Fa Rxo"),
                litmus("RWC release/acquire", "", "Wx1r", "Rxa Rya", "Wy1r Rxa"),
                litmus("RWC opaque", "", "Wx1o", "Rxo Ryo", "Wy1o Rxo"),
                litmus("RWC one full fence", "", "Wx1o", "Rxo Ryo", "Wy1o F Rxo"),
                litmus("RWC volatile", "100", "Wx1v", "Rxv Ryv", "Wy1v Rxv"),
                litmus("RWC full fences", "100", "Wx1o", "Rxo F Ryo", "Wy1o F Rxo"),
                // Coherence of one variable.
                litmus("CoRR opaque", "10", "Wx1o", "Rxo Rxo"),
                litmus("CoRR acquire", "10", "Wx1o", "Rxa Rxa"),
                litmus("CoRR volatile", "10", "Wx1v", "Rxv Rxv"),
                litmus("CoRR, later ones opaque", "10", "Wx1r", "Rxa Rxo"),
                litmus("CoWR opaque", "0", "Wx1o Rxo"),
                litmus("Updates are atomic", "00 11", "Ux1v", "Ux1v"),
                litmus("Updates are atomic, whatever their order", "00 11", "Ux1a", "Ux1r"));
    }

    /**
     * Each test's name, the allowed outcomes (the values read and, after the bar, the final x and y), and the threads.
     */
    static Stream<Arguments> writesInOrder() {
        return Stream.of(
                litmus("CoWW opaque", "|20", "Wx1o Wx2o"),
                litmus("CoRW opaque", "0|10 0|20 2|10", "Rxo Wx1o", "Wx2o"),
                litmus("2+2W opaque", "|11 |12 |21 |22", "Wx1o Wy2o", "Wy1o Wx2o"),
                litmus("2+2W release", "|11 |12 |21 |22", "Wx1r Wy2r", "Wy1r Wx2r"),
                litmus("2+2W volatile", "|12 |21 |22", "Wx1v Wy2v", "Wy1v Wx2v"),
                litmus("2+2W full fences", "|12 |21 |22", "Wx1o F Wy2o", "Wy1o F Wx2o"),
                litmus("S opaque", "0|11 0|21 1|11 1|21", "Wx2o Wy1o", "Ryo Wx1o"),
                litmus("S release/acquire", "0|11 0|21 1|11", "Wx2o Wy1r", "Rya Wx1o"),
                litmus("S release only", "0|11 0|21 1|11 1|21", "Wx2o Wy1r", "Ryo Wx1o"),
                litmus("S volatile", "0|11 0|21 1|11", "Wx2v Wy1v", "Ryv Wx1v"),
                litmus("S fences", "0|11 0|21 1|11", "Wx2o Fr Wy1o", "Ryo Fa Wx1o"),
                litmus("2+2W one full fence", "|11 |12 |21 |22", "Wx1o F Wy2o", "Wy1o Wx2o"),
                litmus("2+2W release fences", "|11 |12 |21 |22", "Wx1o Fr Wy2o", "Wy1o Fr Wx2o"),
                litmus("R opaque", "0|11 0|12 1|11 1|12", "Wx1o Wy1o", "Wy2o Rxo"),
                litmus("R one full fence", "0|11 0|12 1|11 1|12", "Wx1o Wy1o", "Wy2o F Rxo"),
                litmus("R fence against volatile", "0|11 1|11 1|12", "Wx1o F Wy1o", "Wy2v Rxv"),
                litmus("R release/acquire", "0|11 0|12 1|11 1|12", "Wx1r Wy1r", "Wy2r Rxa"),
                litmus("R volatile", "0|11 1|11 1|12", "Wx1v Wy1v", "Wy2v Rxv"),
                litmus("R full fences", "0|11 1|11 1|12", "Wx1o F Wy1o", "Wy2o F Rxo"));
    }

    /**
     * Whether an update of y continues the release sequence of the write before it. The outcomes list the value read by
     * the update, then y and x.
     */
    static Stream<Arguments> releaseSequences() {
        String continued = "000 001 020 021 011 100 101 111 121";
        return Stream.of(
                litmus("by a release update", continued, "Wx1o Wy1r", "Uy2r", "Rya Rxo"),
                litmus("by an acquire update", continued, "Wx1o Wy1r", "Uy2a", "Rya Rxo"),
                litmus("from a release fence", continued, "Wx1o Fr Wy1o", "Uy2a", "Rya Rxo"),
                litmus("to an acquire fence", continued, "Wx1o Wy1r", "Uy2r", "Ryo Fa Rxo"),
                litmus("not by a later opaque write", "00 01 11 20 21", "Wx1o Wy1r Wy2o", "Rya Rxo"));
    }

    @BeforeAll
    static void needsFibers() {
        Fibers.assumeAvailable();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("readsOfZeroAndOne")
    void forbidsExactlyTheGivenOutcomes(String name, String forbidden, String[] threads) {
        int reads = (int) String.join(" ", threads).chars().filter(letter -> letter == 'R' || letter == 'U').count();
        Set<String> expected = new TreeSet<>();
        for (int bits = 0; bits < 1 << reads; bits++) {
            String outcome = Integer.toBinaryString(bits | 1 << reads).substring(1);
            if (!List.of(forbidden.split(" ")).contains(outcome)) {
                expected.add(outcome);
            }
        }
        assertEquals(expected, outcomes(false, threads));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("writesInOrder")
    void allowsExactlyTheGivenOutcomes(String name, String allowed, String[] threads) {
        assertEquals(new TreeSet<>(List.of(allowed.split(" "))), outcomes(true, threads));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("releaseSequences")
    void updatesContinueReleaseSequences(String name, String allowed, String[] threads) {
        assertEquals(new TreeSet<>(List.of(allowed.split(" "))), outcomes(false, threads));
    }

    @Test
    void readersAgreeOnOrderOfWrites() {
        Set<String> outcomes = outcomes(false, "Wx1o", "Wx2o", "Rxo Rxo", "Rxo Rxo");
        assertFalse(outcomes.contains("1221") || outcomes.contains("2112"),
                "expected no disagreement on the order of writes: " + outcomes);
        assertEquals(7 * 7 - 2, outcomes.size(), "expected all other outcomes: " + outcomes);
    }

    @Test
    void unorderedPlainAccessesRace() {
        assertRace(true, "Wx1p", "Rxp");
        assertRace(true, "Wx1p", "Wx2p");
        assertRace(true, "Wx1p", "Rxv");
        assertRace(true, "Wx1v", "Rxp");
        assertRace(true, "Wx1p Wy1o", "Rya Rxp");
        assertRace(false, "Rxp", "Rxp");
        assertRace(false, "Wx1p Rxp", "Wy1p Ryp");
        assertRace(false, "Wx1o", "Rxo");
    }

    private void assertRace(boolean expected, String... threads) {
        Report report = checker.explore(LitmusScenario.class, false, threads);
        String failure = report.found() == null ? "" : report.found().failure().getMessage();
        assertEquals(expected, failure.startsWith("data race on LitmusScenario.x"), () -> report.toString());
    }

    private Set<String> outcomes(boolean showFinal, String... threads) {
        Report report = checker.explore(LitmusScenario.class, showFinal, threads);
        assertTrue(report.passed(), report::toString);
        return report.outcomes();
    }

    private static Arguments litmus(String name, String outcomes, String... threads) {
        return Arguments.of(name, outcomes, threads);
    }
}
