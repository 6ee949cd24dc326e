package dev.filch.internal.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.internal.Busy;
import dev.filch.internal.Compensator;
import dev.filch.internal.Spin;
import dev.filch.internal.Together;
import dev.filch.internal.WaiterList;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How workers get threads, and what happens if no thread can be started. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CarriersTest {

    private static final RuntimeException EXCEPTION = new IllegalArgumentException("simulated");
    private static final OutOfMemoryError NO_THREAD = new OutOfMemoryError("unable to create native thread: simulated");

    private enum Failure {
        THROWS,
        RETURNS_NULL,
        START_FAILS,
        ALREADY_STARTED
    }

    /** Makes threads, or fails if a failure is set. */
    private static final class FailingFactory implements ThreadFactory {

        final List<Thread> made = new ArrayList<>();
        volatile Failure failure;
        volatile Runnable beforeFailure = () -> { };

        @Override
        public Thread newThread(Runnable body) {
            if (failure == null) {
                Thread thread = Together.platformThread(body);
                made.add(thread);
                return thread;
            }
            beforeFailure.run();
            return switch (failure) {
                case THROWS -> throw EXCEPTION;
                case RETURNS_NULL -> null;
                case START_FAILS -> new Thread(body) {
                    @Override
                    public synchronized void start() {
                        throw NO_THREAD;
                    }
                };
                case ALREADY_STARTED -> {
                    Thread thread = Together.platformThread(body);
                    thread.start();
                    made.add(thread);
                    yield thread;
                }
            };
        }
    }

    private final FailingFactory factory = new FailingFactory();

    private WorkerGroupProbe probe(int workers) {
        return new WorkerGroupProbe(TestSettings.of(workers).factory(factory));
    }

    private static void shutDown(WorkerGroupProbe probe) throws InterruptedException {
        probe.group.shutdown();
        assertTrue(probe.group.awaitTermination(WaiterList.NO_DEADLINE));
        probe.join();
    }

    private void assertReported(WorkerGroupProbe probe, Failure failure) {
        assertEquals(1, probe.reported.size());
        assertIsReport(probe.reported.remove(), failure);
    }

    private static void assertIsReport(Throwable reported, Failure failure) {
        assertSame(IllegalStateException.class, reported.getClass());
        assertTrue(reported.getMessage().contains(TestSettings.NAME), reported.getMessage());
        switch (failure) {
            case THROWS -> assertSame(EXCEPTION, reported.getCause());
            case START_FAILS -> assertSame(NO_THREAD, reported.getCause());
            case RETURNS_NULL -> assertSame(IllegalStateException.class, reported.getCause().getClass());
            case ALREADY_STARTED -> assertSame(IllegalThreadStateException.class, reported.getCause().getClass());
        }
    }

    @ParameterizedTest
    @EnumSource
    void workerThatGetsNoThreadIsVacantAndTheNextSubmissionOrWaitRetries(Failure failure) throws Exception {
        WorkerGroupProbe probe = probe(3);
        CountDownLatch ran = new CountDownLatch(3);
        factory.failure = failure;
        for (int i = 0; i < 2; i++) {
            probe.submit(ran::countDown);
            assertReported(probe, failure);
            assertEquals("3 idle, 0 searching", probe.idleState());
            assertEquals(0, probe.group.carriers().threads());
            assertTrue(probe.group.worker(0).isVacant());
            assertEquals(i + 1, probe.source.queue.size());
            assertFalse(probe.group.awaitIdle(WaiterList.deadlineAfter(0)));
            assertReported(probe, failure);
        }
        factory.failure = null;
        probe.submit(ran::countDown);
        ran.await();
        probe.group.awaitIdle(WaiterList.NO_DEADLINE);
        assertEquals(0, probe.reported.size());
        assertEquals("3 idle, 0 searching", probe.idleState());
        shutDown(probe);
        for (Thread thread : factory.made) {
            thread.join();
        }
        assertEquals(0, probe.group.carriers().threads());
    }

    /** The handler runs on a worker's thread that is in no task: it searches, or is about to sleep. */
    @Test
    void blockingHandlerKeepsTheWorkerOfItsThread() throws Exception {
        AtomicInteger onWorkers = new AtomicInteger();
        AtomicInteger replaced = new AtomicInteger();
        WorkerGroup group = new WorkerGroup(TestSettings.of(3).factory(factory).handler((thread, thrown) -> {
            onWorkers.addAndGet(Compensator.current() == null ? 0 : 1);
            Compensator section = Compensator.beginBlocking();
            replaced.addAndGet(section == null ? 0 : 1);
            Compensator.endBlocking(section);
        }).build(), new StealingSource(3, true));
        group.execute(() -> factory.failure = Failure.START_FAILS, Lane.NORMAL);
        group.awaitIdle(WaiterList.NO_DEADLINE);
        while (onWorkers.get() == 0) {
            CountDownLatch ran = new CountDownLatch(1000);
            for (int i = 0; i < 1000; i++) {
                group.execute(ran::countDown, Lane.NORMAL);
            }
            ran.await();
        }
        group.awaitIdle(WaiterList.NO_DEADLINE);
        assertEquals(0, replaced.get());
        assertEquals("3 idle, 0 searching", group.state().toString());
        group.shutdown();
        assertTrue(group.awaitTermination(WaiterList.NO_DEADLINE));
    }

    /** Otherwise, a handler that blocks could give up the worker after the end of its task. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void handlerOfAFailedTaskRunsInNoTask(boolean timed) throws Exception {
        AtomicReference<Compensator> section = new AtomicReference<>();
        CountDownLatch handled = new CountDownLatch(1);
        TestSettings settings = TestSettings.of(1).handler((thread, thrown) -> {
            section.set(Compensator.beginBlocking());
            handled.countDown();
        });
        WorkerGroup group = new WorkerGroup((timed ? settings.timed() : settings).build(), new SharedSource());
        group.execute(() -> {
            throw new IllegalStateException("simulated");
        }, Lane.NORMAL);
        handled.await();
        group.awaitIdle(WaiterList.NO_DEADLINE);
        assertNull(section.get());
        group.shutdown();
        assertTrue(group.awaitTermination(WaiterList.NO_DEADLINE));
    }

    /**
     * On the stack of idle workers, one to three workers without a thread are above the parked one. The submitter may
     * see the task queued just before the woken worker takes it. Then it tries to start a thread again, and reports
     * that failure too.
     */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void parkedWorkerIsWokenIfNoThreadCanBeStarted(int vacant) throws Exception {
        WorkerGroupProbe probe = probe(vacant + 1);
        Busy busy = new Busy();
        probe.submit(busy);
        busy.awaitStart();
        List<Worker> others = new ArrayList<>();
        for (int i = 0; i < vacant; i++) {
            others.add(probe.group.takeVacant(Thread.currentThread()));
        }
        busy.end();
        while (!GroupView.isAsleep(probe.group, factory.made.get(0)) || GroupView.idle(probe.group) == 0) {
            Spin.pause();
        }
        others.forEach(Worker::vacate);
        factory.failure = Failure.START_FAILS;
        CountDownLatch ran = new CountDownLatch(1);
        probe.submit(ran::countDown);
        ran.await();
        assertFalse(probe.reported.isEmpty());
        probe.reported.forEach(reported -> assertIsReport(reported, Failure.START_FAILS));
        probe.group.awaitIdle(WaiterList.NO_DEADLINE);
        assertEquals(vacant + 1 + " idle, 0 searching", probe.idleState());
        assertEquals(1, factory.made.size());
        shutDown(probe);
    }

    /**
     * The other worker runs all tasks and ends while the start of a thread is about to fail. So the worker that gets no
     * thread is the last to go idle. This must wake the threads that wait for the group.
     */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void waitersAreWokenIfTheLastWorkerToGoIdleGotNoThread(boolean shutDown) throws Exception {
        WorkerGroupProbe probe = new WorkerGroupProbe(TestSettings.of(2).factory(factory).keepAliveNanos(1));
        Busy busy = new Busy();
        probe.submit(busy);
        busy.awaitStart();
        List<Together.Running<Boolean>> waiters = new ArrayList<>();
        factory.beforeFailure = () -> {
            busy.end();
            while (probe.group.carriers().threads() > 1) {
                Spin.pause();
            }
            if (shutDown) {
                probe.group.shutdown();
                assertFalse(probe.group.isOver());
                waiters.add(Together.start(() -> probe.group.awaitTermination(WaiterList.NO_DEADLINE)));
            }
            waiters.add(Together.start(() -> probe.group.awaitIdle(WaiterList.NO_DEADLINE)));
            waiters.forEach(Together.Running::awaitParked);
        };
        factory.failure = Failure.THROWS;
        probe.submit(() -> { });
        for (Together.Running<Boolean> waiter : waiters) {
            assertTrue(waiter.join());
        }
        assertReported(probe, Failure.THROWS);
    }

    @Test
    void freeThreadPrefersAWorkerThatNeedsAThread() {
        WorkerGroupProbe probe = WorkerGroupProbe.withoutThreads(2);
        Carriers carriers = probe.group.carriers();
        Worker popped = probe.group.workerOrNew(probe.group.state().popForWork());
        assertNull(carriers.provideFor(popped));
        assertSame(popped, carriers.takeWorker(Thread.currentThread()));
        assertEquals("1 idle, 1 searching", probe.idleState());
        Worker vacant = carriers.takeWorker(Thread.currentThread());
        assertSame(probe.group.worker(1), vacant, "expected an idle worker, since none needs a thread");
        assertNull(carriers.takeWorker(Thread.currentThread()));
    }

    private static Worker awaitWorker(WorkerGroup group) {
        Carrier carrier = new Carrier(group);
        carrier.bindTo(Thread.currentThread());
        return group.carriers().awaitWorker(carrier);
    }

    @Test
    void threadWithoutAWorkerIsWokenBeforeAnotherIsStarted() throws Exception {
        UnstartedThreads threads = new UnstartedThreads();
        WorkerGroupProbe probe = new WorkerGroupProbe(TestSettings.of(1).factory(threads));
        Together.Running<Worker> spare =
                Together.start(() -> awaitWorker(probe.group)).awaitParkedTimed();
        probe.submit(() -> { });
        assertSame(probe.group.worker(0), spare.join());
        assertEquals(List.of(), threads.made);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void threadWithoutAWorkerEndsAfterTheKeepAliveOrWithTheGroup(boolean withTheGroup) throws Exception {
        TestSettings settings = TestSettings.of(1).factory(new UnstartedThreads());
        WorkerGroupProbe probe = new WorkerGroupProbe(withTheGroup ? settings : settings.keepAliveNanos(1));
        Together.Running<Worker> spare =
                Together.start(() -> awaitWorker(probe.group));
        if (withTheGroup) {
            spare.awaitParkedTimed();
            probe.group.shutdown();
        }
        assertNull(spare.join());
    }

    @Test
    void threadsEndAfterTheKeepAliveAndAreStartedAgain() throws Exception {
        WorkerGroupProbe probe = new WorkerGroupProbe(TestSettings.of(2).factory(factory).keepAliveNanos(1));
        for (int round = 1; round <= 20; round++) {
            CountDownLatch ran = new CountDownLatch(1);
            probe.submit(ran::countDown);
            ran.await();
            while (probe.group.carriers().threads() > 0) {
                Spin.pause();
            }
            assertEquals("2 idle, 0 searching", probe.idleState());
        }
        assertFalse(probe.group.isTerminated());
        probe.group.shutdown();
        assertTrue(probe.group.isTerminated());
    }

    @Test
    void groupWithoutThreadsTerminatesAtOnce() throws Exception {
        WorkerGroupProbe probe = probe(3);
        assertFalse(probe.group.isTerminated());
        assertFalse(probe.group.awaitTermination(WaiterList.deadlineAfter(0)));
        probe.group.shutdown();
        assertTrue(probe.group.isTerminated());
        assertTrue(probe.group.awaitTermination(WaiterList.NO_DEADLINE));
        assertEquals(List.of(), factory.made);
    }

    @Test
    void ownThreadsAreNumberedAndAreDaemonsIfSet() throws Exception {
        WorkerGroupProbe probe = new WorkerGroupProbe(TestSettings.of(2).ownThreads().startAtOnce());
        List<Thread> threads = GroupView.threads(probe.group);
        assertEquals(List.of("probe-1", "probe-2"), threads.stream().map(Thread::getName).toList());
        assertTrue(threads.stream().allMatch(Thread::isDaemon));
        shutDown(probe);
    }

    /**
     * Worker 1 needs a thread, whose run is delayed. When the start of a thread for worker 0 fails, the delayed thread
     * takes worker 0. More threads may be started if it has not run all tasks before the next submission.
     */
    @Test
    void workerWhoseThreadTookAnotherWorkerIsIdleAgain() throws Exception {
        CountDownLatch mayRun = new CountDownLatch(1);
        AtomicInteger calls = new AtomicInteger();
        WorkerGroupProbe[] built = new WorkerGroupProbe[1];
        built[0] = new WorkerGroupProbe(TestSettings.of(2).factory(body -> switch (calls.incrementAndGet()) {
            case 1 -> Together.platformThread(body);
            case 2 -> Together.platformThread(() -> {
                Together.await(mayRun);
                body.run();
            });
            case 3 -> {
                mayRun.countDown();
                while (built[0].group.worker(0).isWanted()) {
                    Spin.pause();
                }
                throw EXCEPTION;
            }
            default -> Together.platformThread(body);
        }));
        WorkerGroupProbe probe = built[0];
        CountDownLatch checked = new CountDownLatch(1);
        TaskFuture<Integer> waiting = new TaskFuture<>(probe.group, () -> {
            probe.submit(() -> { });
            int result = UnqueuedTasks.awaitAny(probe.group);
            checked.await();
            return result;
        });
        probe.submit(waiting);
        while (probe.reported.isEmpty()) {
            Spin.pause();
        }
        assertReported(probe, Failure.THROWS);
        for (int i = 0; i < 3; i++) {
            CountDownLatch ran = new CountDownLatch(1);
            probe.submit(ran::countDown);
            ran.await();
        }
        checked.countDown();
        assertEquals(1, waiting.get());
        probe.group.awaitIdle(WaiterList.NO_DEADLINE);
        assertEquals("2 idle, 0 searching", probe.idleState());
        shutDown(probe);
    }

    /** While the start of a thread fails, the worker goes idle, and a submitter pops it and requests a thread. */
    @Test
    void workerThatIsTakenBackDoesNotSearchAlthoughItWasPoppedMeanwhile() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        WorkerGroupProbe[] built = new WorkerGroupProbe[1];
        built[0] = new WorkerGroupProbe(TestSettings.of(1).factory(body -> {
            if (calls.incrementAndGet() == 1) {
                return Together.platformThread(body);
            }
            WorkerGroup group = built[0].group;
            Worker worker = group.worker(0);
            assertTrue(worker.takeBackIfWanted());
            group.quiescence().noteIdle(worker.vacate());
            assertEquals(0, group.state().popForWork());
            assertFalse(worker.wake());
            worker.want();
            throw EXCEPTION;
        }));
        WorkerGroupProbe probe = built[0];
        TaskFuture<Integer> task = new TaskFuture<>(probe.group, () -> UnqueuedTasks.awaitAny(probe.group));
        probe.submit(task);
        assertEquals(1, task.get());
        probe.group.awaitIdle(WaiterList.NO_DEADLINE);
        assertEquals("1 idle, 0 searching", probe.idleState());
        assertReported(probe, Failure.THROWS);
        shutDown(probe);
    }

    /** The future was handed over to a thread that runs only after a worker has taken the future from the queue. */
    @Test
    void handedOverFutureThatAWorkerRunsIsTakenBack() throws Exception {
        CountDownLatch mayRun = new CountDownLatch(1);
        AtomicInteger calls = new AtomicInteger();
        WorkerGroupProbe probe = new WorkerGroupProbe(TestSettings.of(1).factory(body -> calls.incrementAndGet() < 3
                ? Together.platformThread(body)
                : Together.platformThread(() -> {
                    Together.await(mayRun);
                    body.run();
                })));
        Busy busy = new Busy();
        Callable<Integer> task = () -> 1;
        TaskFuture<Integer> waiting = new TaskFuture<>(probe.group, () -> {
            probe.submit(busy);
            Compensator section = Compensator.beginBlocking();
            busy.awaitStart();
            int result = new AnyOf<>(probe.group, List.of(task, task), probe::submit).await();
            Compensator.endBlocking(section);
            return result;
        });
        probe.submit(waiting);
        while (calls.get() < 3) {
            Spin.pause();
        }
        busy.end();
        assertEquals(1, waiting.get());
        probe.group.awaitIdle(WaiterList.NO_DEADLINE);
        mayRun.countDown();
        probe.group.awaitIdle(WaiterList.NO_DEADLINE);
        assertEquals("1 idle, 0 searching", probe.idleState());
        shutDown(probe);
    }

    /** The factory runs on the thread of a task that has just left its worker, and must take none. */
    @Test
    void blockingFactoryIsInNoSectionOfTheTaskThatLeavesItsWorker() throws Exception {
        AtomicInteger inTasks = new AtomicInteger();
        AtomicInteger replaced = new AtomicInteger();
        WorkerGroupProbe probe = new WorkerGroupProbe(TestSettings.of(1).factory(body -> {
            inTasks.addAndGet(Compensator.current() == null ? 0 : 1);
            Compensator section = Compensator.beginBlocking();
            replaced.addAndGet(section == null ? 0 : 1);
            Compensator.endBlocking(section);
            return Together.platformThread(body);
        }));
        TaskFuture<Integer> task = new TaskFuture<>(probe.group, () -> {
            probe.submit(() -> { });
            Compensator section = Compensator.beginBlocking();
            Compensator.endBlocking(section);
            return UnqueuedTasks.awaitAny(probe.group);
        });
        probe.submit(task);
        assertEquals(1, task.get());
        assertTrue(inTasks.get() > 0);
        assertEquals(0, replaced.get());
        probe.group.awaitIdle(WaiterList.NO_DEADLINE);
        assertEquals("1 idle, 0 searching", probe.idleState());
        shutDown(probe);
    }
}
