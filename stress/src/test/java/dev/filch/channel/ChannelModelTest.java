package dev.filch.channel;

import dev.filch.stress.model.Exploration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The channels as shipped pass: no element is lost or repeated, and no thread stays parked that could go on. */
class ChannelModelTest {

    /** Set by .ci/run, and by the profile modelcheck. */
    private static final boolean FULL = Boolean.getBoolean("filch.modelcheck.full");

    /** Set by the profile modelcheck. */
    private static final boolean DEEP = Boolean.getBoolean("filch.modelcheck.deep");

    @TestFactory
    @Execution(ExecutionMode.CONCURRENT)
    Stream<DynamicTest> everyElementIsReceivedOnceAndNoThreadHangs() {
        List<Exploration> entries = FULL ? ChannelCatalog.thorough() : ChannelCatalog.quick();
        return entries.stream().map(Exploration::asTest);
    }

    @TestFactory
    @Execution(ExecutionMode.CONCURRENT)
    Stream<DynamicTest> everyPairOfOperationsIsLinearizable() {
        return DEEP ? ChannelCatalog.pairs().stream().map(Exploration::asTest) : Stream.of();
    }
}
