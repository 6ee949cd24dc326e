package dev.filch.stress;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.openjdk.jcstress.infra.TestInfo;

/** The tests that mode {@code smoke} runs: all handwritten ones, and a random sample of the generated ones. */
final class SmokeSample {

    /** A build has time for this many tests. */
    static final int MAX_TESTS = 320;

    private SmokeSample() {}

    /** Returns all tests if there are few; else a sample. {@code -Dfilch.seed} sets the seed, which is printed. */
    static List<TestInfo> of(List<TestInfo> tests, PrintStream out) {
        if (tests.size() <= MAX_TESTS) {
            return tests;
        }
        long seed = Long.getLong("filch.seed", System.nanoTime());
        out.println("jcstress smoke: " + MAX_TESTS + " of " + tests.size() + " tests; -Dfilch.seed=" + seed);
        return of(tests, seed);
    }

    /** Returns the sample for a seed. */
    static List<TestInfo> of(List<TestInfo> tests, long seed) {
        List<TestInfo> generated = tests.stream().filter(SmokeSample::isGenerated).collect(Collectors.toList());
        List<TestInfo> handWritten = new ArrayList<>(tests);
        handWritten.removeAll(generated);
        Collections.shuffle(generated, new Random(seed));
        return Stream.concat(handWritten.stream(), generated.stream())
                .limit(Math.max(MAX_TESTS, handWritten.size()))
                .collect(Collectors.toList());
    }

    /** Only generated tests have a description: their row. For all others jcstress records the word "null". */
    static boolean isGenerated(TestInfo test) {
        return !test.description().equals("null");
    }
}
