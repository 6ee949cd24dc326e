package dev.filch.pool;

import dev.filch.internal.scheduler.Decoration;
import dev.filch.internal.scheduler.SchedulerSettings;
import dev.filch.internal.scheduler.SchedulerSettings.Threads;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/**
 * The settings that both pools have in common. Not thread-safe. One builder may build several pools.
 *
 * @param <B> the builder's own type, which every setter returns
 */
public abstract sealed class PoolBuilder<B extends PoolBuilder<B>>
        permits SharedQueuePool.Builder, WorkStealingPool.Builder {

    private static final int MAX_WORKERS = SchedulerSettings.MAX_WORKERS;
    private static final int DEFAULT_MAX_SPARES = 256;
    private static final int MAX_MAX_SPARES = 1 << 15;
    private static final Duration DEFAULT_KEEP_ALIVE = Duration.ofSeconds(60);

    /** Numbers the pools that were given no name. */
    private static final AtomicInteger UNNAMED = new AtomicInteger();

    private final String kind;
    private int workers = Math.min(Runtime.getRuntime().availableProcessors(), MAX_WORKERS);
    private String name;
    private boolean daemon;
    private boolean startThreadsAtOnce;
    private Duration keepAlive = DEFAULT_KEEP_ALIVE;
    private int maxSpares = DEFAULT_MAX_SPARES;
    private long stackSize;
    private boolean setsContextClassLoader;
    private ClassLoader contextClassLoader;
    private boolean inheritThreadLocals;
    private ThreadFactory threadFactory;
    private Thread.UncaughtExceptionHandler uncaughtExceptionHandler;
    private PoolListener listener;
    private TaskTiming timing = TaskTiming.NONE;
    private Duration starvationGuard = Duration.ZERO;
    private UnaryOperator<Runnable> taskDecorator;
    private boolean registersBean;

    /** Zero if any number of tasks may be queued. */
    private int queueCapacity;

    private FullQueuePolicy fullQueuePolicy = FullQueuePolicy.abort();

    PoolBuilder(String kind) {
        this.kind = kind;
    }

    /**
     * Sets the number of workers, which is the number of tasks the pool runs at the same time. The default is the
     * number of available processors.
     *
     * @param workers from 1 to 4095
     * @return this builder
     * @throws IllegalArgumentException if {@code workers} is out of range
     */
    public B workers(int workers) {
        checkRange("workers", workers, 1, MAX_WORKERS);
        this.workers = workers;
        return self();
    }

    /**
     * Sets the pool's name. Each of its threads has this name with a number appended. The default is the name of the
     * pool's class and a number.
     *
     * @param name any text
     * @return this builder
     */
    public B name(String name) {
        this.name = Objects.requireNonNull(name, "name");
        return self();
    }

    /**
     * Sets whether the pool's threads are daemons, which do not keep the JVM alive. By default they are not. Has no
     * effect on threads from a {@linkplain #threadFactory(ThreadFactory) thread factory}.
     *
     * @param daemon whether they are
     * @return this builder
     */
    public B daemon(boolean daemon) {
        this.daemon = daemon;
        return self();
    }

    /**
     * Sets whether all workers get a thread when the pool is built. By default, each worker gets one when there is work
     * for it: a pool of 64 workers that runs one task starts one thread.
     *
     * @param startThreadsAtOnce whether they do
     * @return this builder
     */
    public B startThreadsAtOnce(boolean startThreadsAtOnce) {
        this.startThreadsAtOnce = startThreadsAtOnce;
        return self();
    }

    /**
     * Sets how long a thread without work stays alive. The default is 60 seconds for all threads. After that an idle
     * pool has no threads; if nothing refers to the pool, it is garbage-collected even if it was never closed. With
     * zero, the workers' threads stay until the pool is shut down, and a pool that is dropped without being closed is
     * never collected; {@linkplain #maxSpares spare threads} still stay for only 60 seconds.
     *
     * @param keepAlive how long; zero means for ever
     * @return this builder
     * @throws IllegalArgumentException if {@code keepAlive} is negative
     */
    public B keepAlive(Duration keepAlive) {
        if (keepAlive.isNegative()) {
            throw new IllegalArgumentException("keepAlive must not be negative: " + keepAlive);
        }
        this.keepAlive = keepAlive;
        return self();
    }

    /**
     * Sets how many tasks may be blocked at the same time while spare threads do the work of their workers. A task
     * counts as blocked while it waits for a future of this pool, and in a section that {@link Blocking} runs. If it
     * finds no free worker after that, it still counts until it has one or ends. If a task without a worker waits, and
     * a spare thread runs the task that it waits for, that task counts, too. The pool keeps at most this many more
     * threads than workers. Another one may start while a thread is between two tasks; a surplus thread does not wait
     * for a worker, but ends. If this many tasks are blocked, any other task that blocks keeps its worker. The default
     * is 256.
     *
     * @param maxSpares from 0 to 32768
     * @return this builder
     * @throws IllegalArgumentException if {@code maxSpares} is out of range
     */
    public B maxSpares(int maxSpares) {
        checkRange("maxSpares", maxSpares, 0, MAX_MAX_SPARES);
        this.maxSpares = maxSpares;
        return self();
    }

    /**
     * Sets the stack size of the pool's threads. It also determines how many tasks, each waiting for the next, may nest
     * on one thread: one for each 4,096 bytes above 131,072. By default, the stack size is the JVM's, and 64 tasks may
     * nest, or 200 if there is no {@linkplain #maxSpares spare thread} to run more. In a pool without spares, the
     * default size is 3 MB. Has no effect on threads from a {@linkplain #threadFactory(ThreadFactory) thread factory}.
     *
     * @param bytes the size; zero for the default
     * @return this builder
     * @throws IllegalArgumentException if {@code bytes} is negative
     */
    public B stackSize(long bytes) {
        if (bytes < 0) {
            throw new IllegalArgumentException("stackSize must not be negative: " + bytes);
        }
        stackSize = bytes;
        return self();
    }

    /**
     * Sets the context class loader of the pool's threads. The default is the context class loader of the thread that
     * builds the pool, whichever thread starts the threads later. Has no effect on threads from a
     * {@linkplain #threadFactory(ThreadFactory) thread factory}.
     *
     * @param loader the class loader, or null for the system class loader
     * @return this builder
     */
    public B contextClassLoader(ClassLoader loader) {
        setsContextClassLoader = true;
        contextClassLoader = loader;
        return self();
    }

    /**
     * Sets whether the pool's threads inherit the inheritable thread-locals of the threads that start them: threads
     * that submit tasks, and other threads of the pool. By default they do not. Has no effect on threads from a
     * {@linkplain #threadFactory(ThreadFactory) thread factory}.
     *
     * @param inheritThreadLocals whether they do
     * @return this builder
     */
    public B inheritThreadLocals(boolean inheritThreadLocals) {
        this.inheritThreadLocals = inheritThreadLocals;
        return self();
    }

    /**
     * Sets the factory of the pool's threads, platform or virtual. It is called when a worker needs a thread: by the
     * thread that builds the pool, submits a task, shuts the pool down, or waits for its idleness or termination, or by
     * a thread of the pool that wakes another worker or blocks. If the factory throws or returns null while the pool is
     * being built, {@code build} throws. If it does so later, the failure is given to the
     * {@linkplain #uncaughtExceptionHandler(Thread.UncaughtExceptionHandler) handler}, on the thread that has called
     * the factory. The tasks wait for the other workers, and the next submission tries again; so does a thread that
     * waits for idleness or termination. By default the pool makes its own threads; it recognises these a little faster
     * when they submit tasks.
     *
     * <p>The thread that the factory returns must itself run the {@code Runnable} that the factory was given. On any
     * other thread the {@code Runnable} only reports this to the handler, and the pool behaves as if the thread could
     * not be started. If no thread ever runs it, the pool waits for it: sleeping workers may not be woken any more, and
     * the pool never terminates.
     *
     * <p>The pool does not know the stack size of these threads. At most 200 tasks, each waiting for the next, nest on
     * one of them, even in a pool without {@linkplain #maxSpares spare threads}.
     *
     * @param threadFactory the factory
     * @return this builder
     */
    public B threadFactory(ThreadFactory threadFactory) {
        this.threadFactory = Objects.requireNonNull(threadFactory, "threadFactory");
        return self();
    }

    /**
     * Sets the handler for exceptions thrown by tasks that were given to {@code execute}. An exception of a task given
     * to {@code submit} is kept in its future. The default is the worker thread's own handler, as for any thread. The
     * handler runs on the worker's thread, which continues afterwards. Exceptions thrown by the handler are dropped. In
     * the handler and in the {@linkplain #threadFactory(ThreadFactory) factory}, {@link Blocking} has no effect, and a
     * wait for a task of the pool occupies the worker. A failure to start a thread is also given to this handler, or by
     * default to that of the calling thread.
     *
     * @param handler the handler
     * @return this builder
     */
    public B uncaughtExceptionHandler(Thread.UncaughtExceptionHandler handler) {
        this.uncaughtExceptionHandler = Objects.requireNonNull(handler, "handler");
        return self();
    }

    /**
     * Sets the listener, which is notified of tasks that run or are refused, and of threads that start and end. By
     * default there is none, at no cost.
     *
     * @param listener the listener
     * @return this builder
     */
    public B listener(PoolListener listener) {
        this.listener = Objects.requireNonNull(listener, "listener");
        return self();
    }

    /**
     * Sets the decorator of tasks, for example to carry a tracing or logging context from the thread that submits
     * it to the one that runs it:
     * <pre>{@code
     * builder.taskDecorator(task -> {
     *     Map<String, String> context = MDC.getCopyOfContextMap();
     *     return () -> {
     *         Map<String, String> before = MDC.getCopyOfContextMap();
     *         MDC.setContextMap(context == null ? Map.of() : context);
     *         try {
     *             task.run();
     *         } finally {
     *             MDC.setContextMap(before == null ? Map.of() : before);
     *         }
     *     };
     * });
     * }</pre>
     * It must restore what it replaces: a task may run inside another one that waits for it, or on the thread that
     * submits it.
     *
     * <p>The decorator is called on the submitting thread, once for each task, before the pool accepts or refuses it.
     * What it throws, the submission throws. Its task must run the task that it was given, once and on the same thread;
     * if it does not, the future of that task has the result null. It may see and replace what the task has thrown, but
     * if it drops that, a future still keeps it. Futures of pools are decorated when they are made, and not again when
     * they are given to {@code execute}. The tasks of an {@link java.util.concurrent.ExecutorCompletionService} are
     * decorated twice, because it wraps the futures that it submits. {@code shutdownNow} and the {@linkplain
     * #listener(PoolListener) listener} see the tasks themselves. By default tasks are not decorated, at no cost.
     *
     * @param decorator given a task, returns what runs in its place, never null
     * @return this builder
     */
    public B taskDecorator(UnaryOperator<Runnable> decorator) {
        this.taskDecorator = Objects.requireNonNull(decorator, "decorator");
        return self();
    }

    /**
     * Sets for which tasks the pool measures queue and run times. The default is {@link TaskTiming#NONE}. Counts are
     * always kept; see {@link PoolMetrics}.
     *
     * @param timing for which tasks
     * @return this builder
     */
    public B timing(TaskTiming timing) {
        this.timing = Objects.requireNonNull(timing, "timing");
        return self();
    }

    /**
     * Bounds the number of queued tasks, those that were submitted and that no thread has started. By default, any
     * number may be queued.
     *
     * <p>The bound is exact: there are never more queued tasks, in whichever queue, and a task finds the queues full
     * only if they were full at one instant during its submission. Tasks that are being submitted count. A task
     * that was cancelled, or missed its deadline, before it started counts until a worker takes it out of its queue.
     * The bound costs two locked instructions per task.
     *
     * @param queueCapacity at least 1
     * @return this builder
     * @throws IllegalArgumentException if {@code queueCapacity} is out of range
     */
    public B queueCapacity(int queueCapacity) {
        checkRange("queueCapacity", queueCapacity, 1, Integer.MAX_VALUE);
        this.queueCapacity = queueCapacity;
        return self();
    }

    /**
     * Sets what happens to a task that finds the queues full. Has no effect without a {@link #queueCapacity}. The
     * default is {@link FullQueuePolicy#abort}.
     *
     * @param policy what happens
     * @return this builder
     */
    public B whenFull(FullQueuePolicy policy) {
        fullQueuePolicy = Objects.requireNonNull(policy, "policy");
        return self();
    }

    /**
     * Sets how long all workers must be stuck before the pool gets help. If tasks are queued, each worker has been in
     * one task for the whole of an interval, and no task was taken meanwhile, a {@linkplain #maxSpares spare thread}
     * runs queued tasks until a worker is free, and the {@linkplain #listener(PoolListener) listener} is told. Each
     * further interval without progress adds another spare thread. By default there is no guard.
     *
     * <p>A thread of its own watches while all workers have tasks and more are queued, and sleeps otherwise; it ends
     * after the {@linkplain #keepAlive keep-alive}. If that thread cannot be started, the failure goes to the handler
     * of exceptions, and the next submission tries again. Until then nothing watches.
     *
     * @param interval how long; zero means no guard
     * @return this builder
     * @throws IllegalArgumentException if {@code interval} is negative
     */
    public B starvationGuard(Duration interval) {
        if (interval.isNegative()) {
            throw new IllegalArgumentException("interval must not be negative: " + interval);
        }
        starvationGuard = interval;
        return self();
    }

    /**
     * Sets whether the pool is shown by JMX: as a {@link PoolMXBean} of the platform's MBean server, named
     * {@code dev.filch:type=WorkStealingPool,name="..."} with the kind and the quoted {@linkplain #name name} of the
     * pool. {@code build} throws an {@link IllegalStateException} if a pool of this kind and name is registered
     * already, or if the module {@code java.management} is absent. The bean is removed when the pool has terminated;
     * until then, the server keeps the pool alive. By default, pools are not registered.
     *
     * @param registers whether it is
     * @return this builder
     */
    public B registerMBean(boolean registers) {
        this.registersBean = registers;
        return self();
    }

    boolean registersBean() {
        return registersBean;
    }

    /** This builder, as its own type. */
    abstract B self();

    /** What tasks are decorated with; null if nothing. */
    Decoration decoration() {
        return taskDecorator == null ? null : new Decoration(taskDecorator);
    }

    SchedulerSettings settings() {
        Thread builder = Thread.currentThread();
        ClassLoader loader = setsContextClassLoader ? contextClassLoader : builder.getContextClassLoader();
        Threads threads = new Threads(
                threadFactory, daemon, stackSize, loader, builder.getThreadGroup(), inheritThreadLocals);
        return new SchedulerSettings(workers, nameOrNext(), threads, startThreadsAtOnce, nanosOf(keepAlive), maxSpares,
                uncaughtExceptionHandler, listener == null ? null : new ListenerHooks(listener), timing.every(),
                nanosOf(starvationGuard), queueCapacity == 0 ? null : fullQueuePolicy.bound(queueCapacity));
    }

    private String nameOrNext() {
        return name == null ? kind + "-" + UNNAMED.incrementAndGet() : name;
    }

    /** In nanoseconds; a duration that is too long for that becomes the longest that is not. */
    static long nanosOf(Duration duration) {
        try {
            return duration.toNanos();
        } catch (ArithmeticException tooLong) {
            return duration.isNegative() ? Long.MIN_VALUE : Long.MAX_VALUE;
        }
    }

    private static void checkRange(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(name + " must be between " + least + " and " + most + ", not " + value);
        }
    }
}
