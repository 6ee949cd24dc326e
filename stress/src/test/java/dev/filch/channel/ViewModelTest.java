package dev.filch.channel;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.stress.model.Fibers;
import dev.filch.stress.model.Limits;
import dev.filch.stress.model.ModelChecker;
import dev.filch.stress.model.Report;
import dev.filch.stress.model.Scenario;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The cells of a view lose and repeat nothing, also while a channel begins to use them. */
class ViewModelTest {

    /** Two, which take some four minutes on two cores, only in the profile modelcheck. */
    private static final int PREEMPTIONS = Boolean.getBoolean("filch.modelcheck.deep") ? 2 : 1;

    private static final ThreadLocal<ModelChecker> CHECKER = ThreadLocal.withInitial(() -> new ModelChecker(
            name -> name.startsWith("dev.filch.queue.") || name.startsWith("dev.filch.internal.")
                    || name.startsWith("dev.filch.channel.")).with(Limits.DEFAULT.withPreemptions(PREEMPTIONS)));

    static final List<Object[]> CELLS = List.of(
            scenario(1, 9, "p", "0"),
            scenario(2, 9, "pp", "1"),
            scenario(0, 1, "o", "o", "p"),
            scenario(1, 1, "oo", "pp"),
            scenario(0, 9, "oc", "pp"),
            scenario(1, 9, "o", "c", "pp"),
            scenario(2, 9, "1", "opp"),
            scenario(3, 9, "1", "2", "o"),
            scenario(3, 9, "12", "pp"),
            scenario(4, 9, "1", "2", "pp"),
            scenario(3, 9, "12", "oc"),
            scenario(2, 9, "1o", "pe"),
            scenario(2, 9, "10", "oe"),
            scenario(0, 9, "o", "op"),
            scenario(0, 9, "o", "e", "e"),
            scenario(0, 9, "o", "c", "cp"));

    static final List<Object[]> VIEWS = List.of(
            scenario(0, 1, "v", "s", "r"),
            scenario(1, 1, "v", "s", "rr"),
            scenario(1, 2, "v", "s", "rr"),
            scenario(0, 2, "vs", "s", "rr"),
            scenario(0, 1, "v", "s", "c"),
            scenario(1, 2, "v", "gg", "c"),
            scenario(0, 1, "vs", "c", "g"),
            scenario(0, 1, "v", "r", "c"),
            scenario(0, -1, "v", "s", "r"),
            scenario(1, -1, "v", "ss", "rrr"),
            scenario(0, -1, "vs", "c", "g"),
            scenario(0, -1, "vx", "c"),
            scenario(1, 101, "s", "0"),
            scenario(2, 103, "srr", "1"),
            scenario(1, 101, "s", "rr"),
            scenario(1, 101, "s", "0", "c"),
            scenario(1, 101, "s", "c"),
            scenario(2, 102, "s", "1", "rg"),
            scenario(0, -2, "x", "r"),
            scenario(0, -2, "x", "c", "g"),
            scenario(0, -2, "X", "g", "g"),
            scenario(0, -2, "s", "X", "r"),
            scenario(0, -2, "h", "r", "s"),
            scenario(0, -2, "h", "r", "c"),
            scenario(0, -2, "h", "cgr"),
            scenario(0, -2, "h", "rg", "s"));

    static final List<Object[]> BUFFERING = List.of(
            new Object[] {"offer-poll"},
            new Object[] {"offer-size"},
            new Object[] {"poll-offer"},
            new Object[] {"poll-isEmpty"});

    private static Object[] scenario(int inside, int capacity, String... threads) {
        return new Object[] {inside, capacity, threads};
    }

    @TestFactory
    @Execution(ExecutionMode.CONCURRENT)
    Stream<DynamicTest> cells() {
        return CELLS.stream().map(scenario -> test(CellQueueScenario.class, scenario));
    }

    @TestFactory
    @Execution(ExecutionMode.CONCURRENT)
    Stream<DynamicTest> views() {
        return VIEWS.stream().map(scenario -> test(ViewScenario.class, scenario));
    }

    @TestFactory
    @Execution(ExecutionMode.CONCURRENT)
    Stream<DynamicTest> buffering() {
        return BUFFERING.stream().map(scenario -> test(ViewBufferingScenario.class, scenario));
    }

    private static DynamicTest test(Class<? extends Scenario> type, Object[] scenario) {
        return DynamicTest.dynamicTest(Arrays.deepToString(scenario), () -> {
            Fibers.assumeAvailable();
            Report report = CHECKER.get().explore(type, scenario);
            System.out.println(report);
            assertTrue(report.passed(), report::toString);
        });
    }
}
