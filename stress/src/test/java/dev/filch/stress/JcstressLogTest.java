package dev.filch.stress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.stress.JcstressLog.TestRecord;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class JcstressLogTest {

    private static final String PASSED_RUN =
            """
            .......... [OK] dev.filch.stress.Good

              Scheduling class:
                a: package group 0, core group 0
                b: package group 0, core group 1

              JVM args: [-XX:+TieredCompilation]
              Fork: #1

              RESULT    SAMPLES     FREQ      EXPECT  DESCRIPTION
                0, 1  2,724,198   86.43%  Acceptable  ok
                1, 1          3   <0.01%  Acceptable  other

            """;

    private static final String FAILED_RUN =
            """
            ...... [FAILED] dev.filch.stress.Bad

              RESULT  SAMPLES     FREQ       EXPECT  DESCRIPTION
                0, 1  990,225   44.20%   Acceptable  ok
                0, 5        2   <0.01%    Forbidden  both missed it

            """;

    private static final String SUMMARY =
            """


            RUN RESULTS:
              Interesting tests: No matches.

              All remaining tests: 1 matching test results.

            .......... [OK] dev.filch.stress.Good

              Results across all configurations:

              RESULT    SAMPLES     FREQ      EXPECT  DESCRIPTION
                0, 1  2,724,198   86.43%  Acceptable  ok

            """;

    private static final String FAILED_SUMMARY =
            """
            RUN RESULTS:
              Interesting tests: No matches.

              Failed tests: 1 matching test results.

            ...... [FAILED] dev.filch.stress.Bad

              Error tests: No matches.

              All remaining tests: 1 matching test results.

            .......... [OK] dev.filch.stress.Good

            """;

    private final JcstressLog log = new JcstressLog();

    private void read(String text) {
        text.lines().forEach(log::accept);
    }

    private static String totals(int planned, int passed, int failed, int soft, int hard) {
        return String.format(
                "(Results: %d planned; %d passed, %d failed, %d soft errs, %d hard errs)%n",
                planned, passed, failed, soft, hard);
    }

    @Test
    void totalsAreTheLastPrintedOnesAndRunsAreSummedUp() {
        read(PASSED_RUN + totals(2, 1, 0, 0, 0) + PASSED_RUN + totals(2, 2, 0, 0, 0));
        assertEquals(2, log.planned());
        assertEquals(2, log.passed());
        assertEquals(0, log.failed());
        TestRecord good = log.tests().get("dev.filch.stress.Good");
        assertTrue(good.passed());
        assertEquals(2, good.runs());
        assertEquals(2 * (2_724_198 + 3), good.samples());
        assertEquals(List.of(), log.faults(List.of("dev.filch.stress.Good")));
    }

    @Test
    void summaryIsNotCountedAgain() {
        read(PASSED_RUN + totals(1, 1, 0, 0, 0) + SUMMARY);
        assertEquals(1, log.tests().get("dev.filch.stress.Good").runs());
        assertEquals(2_724_201, log.tests().get("dev.filch.stress.Good").samples());
    }

    @Test
    void explanationIsTheSummaryOfTheFailedTests() {
        read(FAILED_RUN + totals(1, 0, 1, 0, 0) + FAILED_SUMMARY);
        assertEquals(
                List.of(
                        "  Failed tests: 1 matching test results.",
                        "...... [FAILED] dev.filch.stress.Bad",
                        "  Error tests: No matches."),
                log.explanation().stream().filter(line -> !line.isBlank()).collect(Collectors.toList()));
    }

    @Test
    void aLogWithoutPlannedRunsIsAFault() {
        read("FATAL: No matching tests.\n");
        assertEquals("jcstress planned no run", log.faults(List.of()).get(0));
        assertEquals(List.of("FATAL: No matching tests."), List.copyOf(log.explanation()));
    }

    @Test
    void fewerPlannedRunsThanTestsIsAFault() {
        read(PASSED_RUN + totals(1, 1, 0, 0, 0));
        List<String> faults = log.faults(List.of("dev.filch.stress.Good", "dev.filch.stress.Silent"));
        assertEquals(
                List.of("jcstress planned only 1 runs of 2 tests", "no result from 1 tests: dev.filch.stress.Silent"),
                faults);
    }

    @Test
    void aTestWithoutResultIsAFaultEvenIfTheTotalsAgree() {
        read(PASSED_RUN + PASSED_RUN + totals(2, 2, 0, 0, 0));
        assertEquals(
                List.of("no result from 1 tests: dev.filch.stress.Silent"),
                log.faults(List.of("dev.filch.stress.Good", "dev.filch.stress.Silent")));
    }

    @Test
    void aTestWithoutSamplesIsAFault() {
        read(".......... [OK] dev.filch.stress.Empty\n" + totals(1, 1, 0, 0, 0));
        assertEquals(
                List.of("no sample was counted in dev.filch.stress.Empty"),
                log.faults(List.of("dev.filch.stress.Empty")));
    }

    @Test
    void aForbiddenOutcomeIsAFault() {
        read(PASSED_RUN + FAILED_RUN + totals(2, 1, 1, 0, 0));
        TestRecord bad = log.tests().get("dev.filch.stress.Bad");
        assertFalse(bad.passed());
        assertEquals(1, log.forbidden());
        assertEquals(
                List.of(
                        "1 runs saw a forbidden outcome, 0 were aborted",
                        "1 of 1 runs failed in dev.filch.stress.Bad"),
                log.faults(List.of("dev.filch.stress.Good", "dev.filch.stress.Bad")));
    }

    @Test
    void abortedRunsAreFaults() {
        read(PASSED_RUN + totals(3, 1, 0, 1, 1));
        assertEquals(2, log.failed());
        assertEquals(0, log.forbidden());
        assertEquals(
                List.of("0 runs saw a forbidden outcome, 2 were aborted"),
                log.faults(List.of("dev.filch.stress.Good")));
    }

    @Test
    void runsWithoutResultAreAFault() {
        read(PASSED_RUN + totals(2, 1, 0, 0, 0));
        assertEquals(List.of("only 1 of 2 runs passed"), log.faults(List.of("dev.filch.stress.Good")));
    }
}
