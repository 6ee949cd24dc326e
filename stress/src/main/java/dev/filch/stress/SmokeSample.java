package dev.filch.stress;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.openjdk.jcstress.infra.TestInfo;

/** The tests that the mode smoke runs: all that were written by hand, and some of those that were generated. */
final class SmokeSample {

    /** As many as the time allows that a build has for them. */
    static final int MAX_TESTS = 320;

    private SmokeSample() {}

    /** All tests, or a sample by a seed that is printed, and that {@code -Dfilch.seed} gives. */
    static List<TestInfo> of(List<TestInfo> tests, PrintStream out) {
        if (tests.size() <= MAX_TESTS) {
            return tests;
        }
        long seed = Long.getLong("filch.seed", System.nanoTime());
        out.println("jcstress smoke: " + MAX_TESTS + " of " + tests.size() + " tests, by -Dfilch.seed=" + seed);
        return of(tests, seed);
    }

    /** A sample by a seed. */
    static List<TestInfo> of(List<TestInfo> tests, long seed) {
        List<TestInfo> generated = tests.stream().filter(SmokeSample::isGenerated).collect(Collectors.toList());
        List<TestInfo> handWritten = new ArrayList<>(tests);
        handWritten.removeAll(generated);
        Collections.shuffle(generated, new Random(seed));
        return Stream.concat(handWritten.stream(), generated.stream())
                .limit(Math.max(MAX_TESTS, handWritten.size()))
                .collect(Collectors.toList());
    }

    /** Only generated tests have a description, their row; jcstress writes the word null where there is none. */
    static boolean isGenerated(TestInfo test) {
        return !test.description().equals("null");
    }
}
