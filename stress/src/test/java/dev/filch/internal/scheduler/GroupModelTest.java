package dev.filch.internal.scheduler;

import dev.filch.stress.model.Exploration;
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
        List<Exploration> entries = LONGEST
                ? GroupCatalog.longest()
                : FULL ? GroupCatalog.thorough() : GroupCatalog.quick();
        return entries.stream().map(Exploration::asTest);
    }
}
