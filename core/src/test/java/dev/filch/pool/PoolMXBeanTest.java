package dev.filch.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.internal.Busy;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Collectors;
import javax.management.JMX;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
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

    /** What a client does with the connection to this JVM's MBean server. */
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
    void aClientSeesEachAttribute(PoolKind kind) throws Exception {
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
                connect(connection -> assertIsAsStaged(connection, pool, name));
            } finally {
                busy.forEach(Busy::end);
            }
        }
    }

    private static void assertIsAsStaged(MBeanServerConnection connection, WorkerPool pool, String name)
            throws Exception {
        ObjectName objectName = objectName(pool, name);
        Set<String> names = Arrays.stream(connection.getMBeanInfo(objectName).getAttributes())
                .map(MBeanAttributeInfo::getName).collect(Collectors.toCollection(TreeSet::new));
        assertEquals(30, names.size(), names::toString);
        for (String attribute : names) {
            connection.getAttribute(objectName, attribute);
        }
        PoolMXBean bean = JMX.newMXBeanProxy(connection, objectName, PoolMXBean.class);
        assertEquals(name, bean.getName());
        assertEquals(2, bean.getWorkers());
        assertEquals(2, bean.getActiveWorkers());
        assertEquals(2, bean.getThreads());
        assertEquals(2, bean.getLargestThreads());
        assertEquals(2, bean.getThreadsStarted());
        assertEquals(2, bean.getQueuedTasks());
        assertEquals(0, bean.getQueuedHigh());
        assertEquals(2, bean.getQueuedNormal());
        assertEquals(0, bean.getQueuedLow());
        assertTrue(bean.getOldestQueuedMillis() > 0);
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
        assertTrue(bean.getQueueTimeMaxMicros() >= bean.getQueueTimeP99Micros());
        assertTrue(bean.getRunTimeP50Micros() > 0);
        assertTrue(bean.getRunTimeP99Micros() >= bean.getRunTimeP50Micros());
        assertTrue(bean.getRunTimeMaxMicros() >= bean.getRunTimeP99Micros());
        assertTrue(bean.getSearches() > 0);
        assertTrue(bean.getParks() >= 0);
        assertTrue(bean.getWakeUps() <= bean.getParks());
        assertTrue(bean.getUselessWakeUps() >= 0);
        assertTrue(bean.dump().startsWith("all 2 workers are blocked (CountDownLatch.await); 2 tasks"),
                bean::dump);
    }

    private static boolean isRegistered(ObjectName name) {
        return ManagementFactory.getPlatformMBeanServer().isRegistered(name);
    }

    @EveryPool
    void theBeanIsThereUntilThePoolHasTerminated(PoolKind kind) throws Exception {
        WorkerPool unregistered = kind.build(1, settings -> settings.name("bean"));
        ObjectName name = objectName(unregistered, "bean");
        unregistered.close();
        assertFalse(isRegistered(name), "the bean was not asked for");
        for (int i = 0; i < 2; i++) {
            WorkerPool pool = kind.build(1, settings -> settings.name("bean").registerMBean(true));
            assertTrue(isRegistered(name));
            Busy busy = i == 0 ? null : Workers.occupy(pool, 1).get(0);
            pool.shutdown();
            if (busy != null) {
                assertTrue(isRegistered(name), "the pool still works");
                busy.end();
            }
            Await.end(pool);
            assertFalse(isRegistered(name), "the bean is still there");
        }
    }

    @EveryPool
    void aNameThatIsTakenIsRefused(PoolKind kind) throws Exception {
        try (WorkerPool pool = kind.build(1, settings -> settings.name("taken").registerMBean(true))) {
            int before = Thread.activeCount();
            assertThrows(IllegalStateException.class, () -> kind.build(3,
                    settings -> settings.name("taken").registerMBean(true).startThreadsAtOnce(true)));
            assertTrue(isRegistered(objectName(pool, "taken")), "the first pool's bean was removed");
            Await.until(() -> Thread.activeCount() <= before, "the threads of the second pool have not ended");
        }
    }

    @Test
    void aBeanThatOthersHaveRemovedDoesNoHarm() throws Exception {
        WorkerPool pool = PoolKind.LIFO.build(1, settings -> settings.name("removed").registerMBean(true));
        ManagementFactory.getPlatformMBeanServer().unregisterMBean(objectName(pool, "removed"));
        pool.close();
        assertTrue(pool.isTerminated());
    }

    /** A listener of the server that throws must not keep waiting threads from learning of the end. */
    @Test
    void aFailureToRemoveTheBeanDoesNotHoldUpTheEnd() throws Exception {
        WorkerPool pool = PoolKind.LIFO.build(1);
        pool.group().afterTermination(() -> {
            throw new OutOfMemoryError("made up");
        });
        pool.submit(() -> { }).get();
        pool.close();
        assertTrue(pool.isTerminated());
    }
}
