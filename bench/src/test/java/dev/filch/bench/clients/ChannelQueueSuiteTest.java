package dev.filch.bench.clients;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.testing.QueueTestSuiteBuilder;
import com.google.common.collect.testing.TestStringQueueGenerator;
import com.google.common.collect.testing.features.CollectionFeature;
import com.google.common.collect.testing.features.CollectionSize;
import dev.filch.channel.Channel;
import java.util.Collections;
import java.util.Queue;
import java.util.function.Supplier;
import java.util.stream.Stream;
import junit.framework.Test;
import junit.framework.TestFailure;
import junit.framework.TestResult;
import junit.framework.TestSuite;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Channels, as queues, pass the tests that Guava has for the queues of the JDK. */
class ChannelQueueSuiteTest {

    private static TestSuite suiteOf(String name, Supplier<Queue<String>> empty) {
        return QueueTestSuiteBuilder.using(new TestStringQueueGenerator() {
            @Override
            protected Queue<String> create(String[] elements) {
                Queue<String> queue = empty.get();
                Collections.addAll(queue, elements);
                return queue;
            }
        }).named(name).withFeatures(
                CollectionFeature.GENERAL_PURPOSE, CollectionFeature.KNOWN_ORDER, CollectionSize.ANY).createTestSuite();
    }

    /** Shows tests of JUnit 3 as tests of JUnit 5. */
    private static DynamicNode converted(Test test) {
        if (test instanceof TestSuite suite) {
            return DynamicContainer.dynamicContainer(
                    suite.getName(), Collections.list(suite.tests()).stream().map(ChannelQueueSuiteTest::converted));
        }
        return DynamicTest.dynamicTest(test.toString(), () -> {
            TestResult result = new TestResult();
            test.run(result);
            for (TestFailure failure : Collections.list(result.failures())) {
                throw failure.thrownException();
            }
            for (TestFailure error : Collections.list(result.errors())) {
                throw error.thrownException();
            }
        });
    }

    private static DynamicNode checked(TestSuite suite) {
        assertTrue(suite.countTestCases() > 100, "there should be many tests: " + suite.countTestCases());
        return converted(suite);
    }

    @TestFactory
    Stream<DynamicNode> queuesPassTheTestsOfGuava() {
        return Stream.of(
                suiteOf("bounded", () -> Channel.<String>bounded(100).asBlockingQueue()),
                suiteOf("unbounded", () -> Channel.<String>unbounded().asBlockingQueue()),
                suiteOf("unbounded, to transfer", () -> Channel.<String>unbounded().asTransferQueue()),
                suiteOf("drop oldest", () -> Channel.<String>dropOldest(100).asBlockingQueue()))
                .map(ChannelQueueSuiteTest::checked);
    }
}
