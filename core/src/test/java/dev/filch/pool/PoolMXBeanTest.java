package dev.filch.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.internal.Busy;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToLongFunction;
import java.util.stream.DoubleStream;
import javax.management.JMX;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXConnectorServer;
import javax.management.remote.JMXConnectorServerFactory;
import javax.management.remote.JMXServiceURL;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A pool as a JMX client sees it, through a connector. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PoolMXBeanTest {

    private static ObjectName objectName(WorkerPool pool, String name) throws Exception {
        return new ObjectName("dev.filch:type=" + pool.getClass().getSimpleName() + ",name=" + ObjectName.quote(name));
    }

    /** Uses a connection to this JVM's MBean server. */
    private interface Client {
        void use(MBeanServerConnection connection) throws Exception;
    }

    private static void connect(Client client) throws Exception {
        JMXConnectorServer server = JMXConnectorServerFactory.newJMXConnectorServer(
                new JMXServiceURL("service:jmx:rmi://"), null, ManagementFactory.getPlatformMBeanServer());
        server.start();
        try (JMXConnector connector = JMXConnectorFactory.connect(server.getAddress())) {
            client.use(connector.getMBeanServerConnection());
        } finally {
            server.stop();
        }
    }

    @EveryPool
    void aClientReadsEachAttribute(PoolKind kind) throws Exception {
        String name = "a \"pool\", " + kind;
        try (WorkerPool pool = kind.build(2, settings -> settings.name(name).registerMBean(true).queueCapacity(2)
                .timing(TaskTiming.EVERY_TASK).uncaughtExceptionHandler((thread, thrown) -> { }))) {
            pool.execute(() -> {
                throw new IllegalStateException("made up");
            });
            pool.awaitIdle();
            List<Busy> busy = Workers.occupy(pool, 2);
            pool.execute(() -> { });
            pool.execute(() -> { });
            assertThrows(RejectedExecutionException.class, () -> pool.execute(() -> { }));
            try {
                connect(connection -> assertAttributes(connection, pool, name));
            } finally {
                busy.forEach(Busy::end);
            }
        }
    }

    private static void assertAttributes(MBeanServerConnection connection, WorkerPool pool, String name)
            throws Exception {
        PoolMXBean bean = JMX.newMXBeanProxy(connection, objectName(pool, name), PoolMXBean.class);
        assertEquals(name, bean.getName());
        assertEquals(2, bean.getWorkers());
        assertEquals(2, bean.getActiveWorkers());
        assertEquals(0, bean.getIdleWorkers());
        assertTrue(bean.getUtilisation() > 0 && bean.getUtilisation() <= 1, () -> "" + bean.getUtilisation());
        assertEquals(2, bean.getUtilisationPerWorker().length);
        assertTrue(bean.getBusyMillis() > 0);
        assertEquals(2, bean.getThreads());
        assertEquals(2, bean.getLargestThreads());
        assertEquals(2, bean.getThreadsStarted());
        assertEquals(0, bean.getSpares());
        assertEquals(0, bean.getSparesStarted());
        assertEquals(2, bean.getQueuedTasks());
        assertEquals(0, bean.getQueuedHigh());
        assertEquals(2, bean.getQueuedNormal());
        assertEquals(0, bean.getQueuedLow());
        assertTrue(bean.getOldestQueuedMillis() > 0);
        assertEquals(0, bean.getHigh().getSubmitted());
        assertEquals(0, bean.getHigh().getOldestMillis());
        assertEquals(0, bean.getLow().getRunTime().getMaxMicros());
        assertEquals(5, bean.getNormal().getSubmitted());
        assertEquals(2, bean.getNormal().getQueued());
        assertTrue(bean.getNormal().getOldestMillis() > 0);
        assertEquals(3, bean.getNormal().getQueueTime().getCount());
        assertEquals(1, bean.getNormal().getRunTime().getCount());
        assertEquals(5, bean.getSubmittedTasks());
        assertEquals(1, bean.getCompletedTasks());
        assertEquals(1, bean.getFailedTasks());
        assertEquals(1, bean.getRefusedTasks());
        assertEquals(0, bean.getDiscardedTasks());
        assertEquals(0, bean.getTasksRunByCallers());
        assertEquals(0, bean.getExpiredTasks());
        assertEquals(0, bean.getOverrunTasks());
        assertEquals(0, bean.getStarvations());
        assertTrue(bean.getQueueTimeP50Micros() > 0);
        assertTrue(bean.getQueueTimeP99Micros() >= bean.getQueueTimeP50Micros());
        assertTrue(bean.getQueueTimeP999Micros() >= bean.getQueueTimeP99Micros());
        assertTrue(bean.getQueueTimeP9999Micros() >= bean.getQueueTimeP999Micros());
        assertTrue(bean.getQueueTimeMaxMicros() >= bean.getQueueTimeMeanMicros());
        assertTrue(bean.getRunTimeP50Micros() > 0);
        assertTrue(bean.getRunTimeP99Micros() >= bean.getRunTimeP50Micros());
        assertTrue(bean.getRunTimeP999Micros() >= bean.getRunTimeP99Micros());
        assertTrue(bean.getRunTimeP9999Micros() >= bean.getRunTimeP999Micros());
        assertTrue(bean.getRunTimeMaxMicros() >= bean.getRunTimeMeanMicros());
        assertTrue(bean.getSearches() > 0);
        assertTrue(bean.getParks() >= 0);
        assertTrue(bean.getWakeUps() <= bean.getParks());
        assertTrue(bean.getUselessWakeUps() >= 0);
        assertTrue(bean.dump().startsWith("all 2 workers are blocked (CountDownLatch.await); 2 tasks"),
                bean::dump);
    }

    /** Gives most counters of the pool a nonzero value. They do not change afterwards, as no task runs or is queued. */
    private static void runTasks(WorkerPool pool) throws Exception {
        List<Busy> busy = Workers.occupy(pool, 2);
        for (int i = 0; i < 200; i++) {
            submitTree(pool, List.of(0, 100, 255).get(i % 3));
        }
        busy.forEach(Busy::end);
        CountDownLatch blocked = new CountDownLatch(2);
        CountDownLatch release = new CountDownLatch(1);
        for (int i = 0; i < 2; i++) {
            pool.execute(() -> {
                Blocking.run(() -> {
                    blocked.countDown();
                    Await.latch(release);
                });
                throw new IllegalStateException("made up");
            });
        }
        Await.latch(blocked);
        pool.execute(release::countDown);
        pool.submitWithin(Duration.ZERO, () -> { });
        Await.until(() -> pool.metrics().snapshot().expired() == 1, "the late task was counted");
        Workers.awaitAsleep(pool);
    }

    private static void submitTree(WorkerPool pool, int priority) {
        Runnable task = () -> {
            for (int i = 0; i < 10; i++) {
                pool.execute(() -> LockSupport.parkNanos(10_000));
            }
        };
        if (pool instanceof WorkStealingPool stealing) {
            stealing.execute(task, priority);
        } else {
            pool.execute(task);
        }
    }

    @EveryPool
    void eachAttributeOfAnIdlePoolMatchesTheSnapshot(PoolKind kind) throws Exception {
        String name = "idle " + kind;
        try (WorkerPool pool = kind.build(2, settings -> settings.name(name).registerMBean(true)
                .timing(TaskTiming.EVERY_TASK).uncaughtExceptionHandler((thread, thrown) -> { }))) {
            runTasks(pool);
            connect(connection -> {
                MetricsSnapshot before = pool.metrics().snapshot();
                Map<String, Object> attributes = attributes(connection, objectName(pool, name));
                MetricsSnapshot after = pool.metrics().snapshot();
                assertBetween(after.meanUtilisation(), before.meanUtilisation(), attributes.remove("Utilisation"));
                List<?> perWorker = (List<?>) attributes.remove("UtilisationPerWorker");
                assertEquals(2, perWorker.size());
                for (int i = 0; i < 2; i++) {
                    assertBetween(after.utilisation().get(i), before.utilisation().get(i), perWorker.get(i));
                }
                Map<String, Object> expectedAttributes = expectedAttributes(before, name);
                assertEquals(expectedAttributes.keySet(), attributes.keySet());
                expectedAttributes.forEach(
                        (attribute, number) -> assertEquals(number, attributes.get(attribute), attribute));
            });
            MetricsSnapshot worked = pool.metrics().snapshot();
            assertTrue(worked.sparesStarted() > 0, worked::toString);
            assertTrue(worked.meanUtilisation() > 0, worked::toString);
            if (pool instanceof WorkStealingPool) {
                long batches = sum(worked, WorkerSnapshot::batches);
                assertTrue(sum(worked, WorkerSnapshot::batchedTasks) > batches, worked::toString);
            }
        }
    }

    private static void assertBetween(double minimum, double maximum, Object value) {
        double number = (Double) value;
        assertTrue(minimum <= number && number <= maximum,
                () -> "expected a number from " + minimum + " to " + maximum + ": " + number);
    }

    /** All attributes of a bean. A component of composite data has the attribute's name followed by its own. */
    private static Map<String, Object> attributes(MBeanServerConnection connection, ObjectName bean) throws Exception {
        Map<String, Object> values = new TreeMap<>();
        for (MBeanAttributeInfo attribute : connection.getMBeanInfo(bean).getAttributes()) {
            add(attribute.getName(), connection.getAttribute(bean, attribute.getName()), values);
        }
        return values;
    }

    private static void add(String name, Object value, Map<String, Object> values) {
        if (value instanceof CompositeData composite) {
            for (String key : composite.getCompositeType().keySet()) {
                add(name + key.substring(0, 1).toUpperCase(Locale.ROOT) + key.substring(1), composite.get(key), values);
            }
        } else {
            values.put(name, value instanceof double[] array ? DoubleStream.of(array).boxed().toList() : value);
        }
    }

    private static long sum(MetricsSnapshot snapshot, ToLongFunction<WorkerSnapshot> count) {
        return snapshot.workers().stream().mapToLong(count).sum();
    }

    /** The expected attributes of an idle pool with two workers, except those that depend on the time. */
    private static Map<String, Object> expectedAttributes(MetricsSnapshot snapshot, String name) {
        Map<String, Object> expectedAttributes = new TreeMap<>();
        expectedAttributes.put("Name", name);
        expectedAttributes.put("Workers", 2);
        expectedAttributes.put("ActiveWorkers", snapshot.activeWorkers());
        expectedAttributes.put("IdleWorkers", snapshot.idleWorkers());
        expectedAttributes.put("BusyMillis", sum(snapshot, worker -> worker.busy().toNanos()) / 1e6);
        expectedAttributes.put("Threads", snapshot.threads());
        expectedAttributes.put("LargestThreads", snapshot.largestThreads());
        expectedAttributes.put("ThreadsStarted", snapshot.threadsStarted());
        expectedAttributes.put("Spares", snapshot.spares());
        expectedAttributes.put("SparesStarted", snapshot.sparesStarted());
        expectedAttributes.put("QueuedTasks", 0);
        expectedAttributes.put("QueuedHigh", 0L);
        expectedAttributes.put("QueuedNormal", 0L);
        expectedAttributes.put("QueuedLow", 0L);
        expectedAttributes.put("OldestQueuedMillis", 0.0);
        expectedAttributes.put("SubmittedTasks", snapshot.submitted());
        expectedAttributes.put("CompletedTasks", snapshot.completed());
        expectedAttributes.put("FailedTasks", snapshot.failed());
        expectedAttributes.put("RefusedTasks", snapshot.refused());
        expectedAttributes.put("DiscardedTasks", snapshot.discarded());
        expectedAttributes.put("TasksRunByCallers", snapshot.ranByCaller());
        expectedAttributes.put("ExpiredTasks", snapshot.expired());
        expectedAttributes.put("OverrunTasks", snapshot.overran());
        expectedAttributes.put("Starvations", snapshot.starvations());
        expectedAttributes.put("Searches", sum(snapshot, WorkerSnapshot::searches));
        expectedAttributes.put("StealAttempts", sum(snapshot, WorkerSnapshot::stealAttempts));
        expectedAttributes.put("SuccessfulSteals", sum(snapshot, WorkerSnapshot::successfulSteals));
        expectedAttributes.put("StealSuccessRate", snapshot.stealSuccessRate());
        expectedAttributes.put("Batches", sum(snapshot, WorkerSnapshot::batches));
        expectedAttributes.put("BatchedTasks", sum(snapshot, WorkerSnapshot::batchedTasks));
        expectedAttributes.put("Parks", sum(snapshot, WorkerSnapshot::parks));
        expectedAttributes.put("WakeUps", snapshot.wakeUps());
        expectedAttributes.put("UselessWakeUps", sum(snapshot, WorkerSnapshot::uselessWakeUps));
        addTimes("QueueTime", snapshot.queueTime(), expectedAttributes);
        addTimes("RunTime", snapshot.runTime(), expectedAttributes);
        addLane("High", snapshot.high(), expectedAttributes);
        addLane("Normal", snapshot.normal(), expectedAttributes);
        addLane("Low", snapshot.low(), expectedAttributes);
        return expectedAttributes;
    }

    private static void addLane(String name, LaneSnapshot lane, Map<String, Object> expectedAttributes) {
        expectedAttributes.put(name + "Submitted", lane.submitted());
        expectedAttributes.put(name + "Queued", 0L);
        expectedAttributes.put(name + "OldestMillis", 0.0);
        expectedAttributes.put(name + "QueueTimeCount", lane.queueTime().count());
        expectedAttributes.put(name + "RunTimeCount", lane.runTime().count());
        addTimes(name + "QueueTime", lane.queueTime(), expectedAttributes);
        addTimes(name + "RunTime", lane.runTime(), expectedAttributes);
    }

    private static void addTimes(String name, Latencies times, Map<String, Object> expectedAttributes) {
        expectedAttributes.put(name + "MeanMicros", times.meanMicros());
        expectedAttributes.put(name + "P50Micros", times.percentileMicros(50));
        expectedAttributes.put(name + "P99Micros", times.percentileMicros(99));
        expectedAttributes.put(name + "P999Micros", times.percentileMicros(99.9));
        expectedAttributes.put(name + "P9999Micros", times.percentileMicros(99.99));
        expectedAttributes.put(name + "MaxMicros", times.maxMicros());
    }

    private static boolean isRegistered(ObjectName name) {
        return ManagementFactory.getPlatformMBeanServer().isRegistered(name);
    }

    @EveryPool
    void theBeanIsRegisteredUntilThePoolHasTerminated(PoolKind kind) throws Exception {
        WorkerPool unregistered = kind.build(1, settings -> settings.name("bean"));
        ObjectName name = objectName(unregistered, "bean");
        unregistered.close();
        assertFalse(isRegistered(name), "expected no bean without registerMBean");
        for (int i = 0; i < 2; i++) {
            WorkerPool pool = kind.build(1, settings -> settings.name("bean").registerMBean(true));
            assertTrue(isRegistered(name));
            Busy busy = i == 0 ? null : Workers.occupy(pool, 1).get(0);
            pool.shutdown();
            if (busy != null) {
                assertTrue(isRegistered(name), "expected the bean to be registered while a task runs");
                busy.end();
            }
            Await.end(pool);
            assertFalse(isRegistered(name), "expected the bean to be unregistered after termination");
        }
    }

    @EveryPool
    void aSecondBeanOfTheSameNameIsRefused(PoolKind kind) throws Exception {
        try (WorkerPool pool = kind.build(1, settings -> settings.name("taken").registerMBean(true))) {
            int before = Thread.activeCount();
            assertThrows(IllegalStateException.class, () -> kind.build(3,
                    settings -> settings.name("taken").registerMBean(true).startThreadsAtOnce(true)));
            assertTrue(isRegistered(objectName(pool, "taken")), "expected the bean of the first pool to stay");
            Await.until(() -> Thread.activeCount() <= before, "the threads of the second pool ended");
        }
    }

    @Test
    void aPoolTerminatesIfItsBeanWasAlreadyRemoved() throws Exception {
        WorkerPool pool = PoolKind.LIFO.build(1, settings -> settings.name("removed").registerMBean(true));
        ManagementFactory.getPlatformMBeanServer().unregisterMBean(objectName(pool, "removed"));
        pool.close();
        assertTrue(pool.isTerminated());
    }

    /** If a listener of the MBean server throws, threads that wait for termination must still return. */
    @Test
    void aFailureToRemoveTheBeanDoesNotBlockTermination() throws Exception {
        WorkerPool pool = PoolKind.LIFO.build(1);
        pool.group().afterTermination(() -> {
            throw new OutOfMemoryError("made up");
        });
        pool.submit(() -> { }).get();
        pool.close();
        assertTrue(pool.isTerminated());
    }
}
