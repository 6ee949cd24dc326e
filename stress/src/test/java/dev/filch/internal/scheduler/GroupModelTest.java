package dev.filch.internal.scheduler;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.stress.model.Fibers;
import dev.filch.stress.model.Report;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The scheduler as shipped passes: no task is lost or runs twice, and no wake-up, interrupt or end is missed. */
class GroupModelTest {

    /** Set by .ci/run, and by the profile modelcheck. */
    private static final boolean FULL = Boolean.getBoolean("filch.modelcheck.full");

    /** Set by the profile modelcheck. */
    private static final boolean LONGEST = Boolean.getBoolean("filch.modelcheck.scheduler");

    @TestFactory
    @Execution(ExecutionMode.CONCURRENT)
    Stream<DynamicTest> everyTaskHasOneFateAndNoThreadHangs() {
        List<GroupCatalog.Entry> entries = LONGEST
                ? GroupCatalog.longest()
                : FULL ? GroupCatalog.thorough() : GroupCatalog.quick();
        return entries.stream()
                .map(entry -> DynamicTest.dynamicTest(entry.toString(), () -> check(entry)));
    }

    private static void check(GroupCatalog.Entry entry) {
        Fibers.assumeAvailable();
        Report report = entry.explore();
        System.out.println(report);
        assertTrue(report.passed(), report::toString);
    }
}
