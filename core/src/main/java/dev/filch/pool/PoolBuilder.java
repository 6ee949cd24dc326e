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
 * The settings that both pools share. Not thread-safe. One builder may build several pools.
 *
 * @param <B> the type of the builder, which every setter returns
 */
public abstract sealed class PoolBuilder<B extends PoolBuilder<B>>
        permits SharedQueuePool.Builder, WorkStealingPool.Builder {

    private static final int MAX_WORKERS = SchedulerSettings.MAX_WORKERS;
    private static final int DEFAULT_MAX_SPARES = 256;
    private static final int MAX_MAX_SPARES = 1 << 15;
    private static final Duration DEFAULT_KEEP_ALIVE = Duration.ofSeconds(60);

    /** Numbers the pools that have no name. */
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

    /** Zero if the queues are unbounded. */
    private int queueCapacity;

    private FullQueuePolicy fullQueuePolicy = FullQueuePolicy.abort();

    PoolBuilder(String kind) {
        this.kind = kind;
    }

    /**
     * Sets the number of workers, that is, the number of tasks that the pool runs at the same time. The default is the
     * number of available processors.
     *
     * @param workers the number of workers, from 1 to 4095
     * @return this builder
     * @throws IllegalArgumentException if {@code workers} is out of range
     */
    public B workers(int workers) {
        checkRange("workers", workers, 1, MAX_WORKERS);
        this.workers = workers;
        return self();
    }

    /**
     * Sets the name of the pool. The name of each thread is this name with a number appended. The default is the name
     * of the pool's class with a number appended.
     *
     * @param name the name
     * @return this builder
     * @throws NullPointerException if {@code name} is null
     */
    public B name(String name) {
        this.name = Objects.requireNonNull(name, "name");
        return self();
    }

    /**
     * Sets whether the pool's threads are daemon threads, which do not keep the JVM alive. The default is false. Has no
     * effect on threads from a {@linkplain #threadFactory(ThreadFactory) thread factory}.
     *
     * @param daemon whether the threads are daemon threads
     * @return this builder
     */
    public B daemon(boolean daemon) {
        this.daemon = daemon;
        return self();
    }

    /**
     * Sets whether every worker gets a thread when the pool is built. By default, a worker gets a thread when there is
     * work for it: a pool of 64 workers that runs one task starts one thread.
     *
     * @param startThreadsAtOnce whether the threads are started when the pool is built
     * @return this builder
     */
    public B startThreadsAtOnce(boolean startThreadsAtOnce) {
        this.startThreadsAtOnce = startThreadsAtOnce;
        return self();
    }

    /**
     * Sets how long a thread stays alive without work. The default is 60 seconds. After that time, an idle pool has no
     * threads, and if nothing refers to it, it is garbage-collected even if it was never closed.
     *
     * <p>With a keep-alive of zero, the workers' threads live until the pool is shut down, and a pool that is dropped
     * without being closed is never collected. {@linkplain #maxSpares Spare threads} still end after 60 seconds without
     * work.
     *
     * @param keepAlive the keep-alive; zero means for ever
     * @return this builder
     * @throws NullPointerException if {@code keepAlive} is null
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
     * Sets the maximum number of tasks that may be blocked at the same time while spare threads take the place of their
     * workers. The default is 256. If this many tasks are blocked, any further task that blocks occupies its worker.
     *
     * <p>A task counts as blocked while it waits for a future of this pool, and while it is in a {@link Blocking}
     * section. If no worker is free when the wait or section ends, the task continues without a worker, and counts
     * until it gets a worker or ends. If a task without a worker waits for another task, and a spare thread runs that
     * one, both count.
     *
     * <p>The pool keeps at most this many threads more than workers. One more may start while a thread is between two
     * tasks. A surplus thread ends instead of waiting for a worker.
     *
     * @param maxSpares the maximum, from 0 to 32768
     * @return this builder
     * @throws IllegalArgumentException if {@code maxSpares} is out of range
     */
    public B maxSpares(int maxSpares) {
        checkRange("maxSpares", maxSpares, 0, MAX_MAX_SPARES);
        this.maxSpares = maxSpares;
        return self();
    }

    /**
     * Sets the stack size of the pool's threads. The default is that of the JVM, or 3 MB in a pool without
     * {@linkplain #maxSpares spare threads}. Has no effect on threads from a {@linkplain #threadFactory(ThreadFactory)
     * thread factory}.
     *
     * <p>The stack size also determines how many tasks, each waiting for the next, may nest on one thread: one for each
     * 4,096 bytes above 131,072. With the default size, 64 tasks may nest, or 200 if no spare thread is available to
     * run more.
     *
     * @param bytes the stack size in bytes; zero means the default
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
     * builds the pool, regardless of the thread that starts them. Has no effect on threads from a
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
     * Sets whether the pool's threads inherit the inheritable thread-locals of the threads that start them, which are
     * threads that submit tasks and other threads of the pool. The default is false. Has no effect on threads from a
     * {@linkplain #threadFactory(ThreadFactory) thread factory}.
     *
     * @param inheritThreadLocals whether the threads inherit thread-locals
     * @return this builder
     */
    public B inheritThreadLocals(boolean inheritThreadLocals) {
        this.inheritThreadLocals = inheritThreadLocals;
        return self();
    }

    /**
     * Sets the factory that creates the pool's threads, platform or virtual. By default the pool creates its own
     * threads, which it recognises a little faster when they submit tasks.
     *
     * <p>The factory is called when a worker needs a thread. The caller is a thread that builds the pool, submits a
     * task, shuts the pool down, or waits until the pool is idle or terminated; or a thread of the pool that wakes
     * another worker or blocks. If the factory throws or returns null while the pool is being built, {@code build}
     * throws. Later, such a failure is given to the
     * {@linkplain #uncaughtExceptionHandler(Thread.UncaughtExceptionHandler) handler}, on the thread that called the
     * factory. The tasks then wait for the other workers. The next submission tries again, as does a thread that waits
     * until the pool is idle or terminated.
     *
     * <p>The thread that the factory returns must itself run the {@code Runnable} that the factory was given. If
     * another thread runs it, the {@code Runnable} only reports this to the handler, and the pool behaves as if the
     * thread could not be started. If no thread ever runs it, the pool waits for it: sleeping workers may no longer be
     * woken, and the pool never terminates.
     *
     * <p>The pool does not know the stack size of these threads. At most 200 tasks, each waiting for the next, nest on
     * one of them, even in a pool without {@linkplain #maxSpares spare threads}.
     *
     * @param threadFactory the factory
     * @return this builder
     * @throws NullPointerException if {@code threadFactory} is null
     */
    public B threadFactory(ThreadFactory threadFactory) {
        this.threadFactory = Objects.requireNonNull(threadFactory, "threadFactory");
        return self();
    }

    /**
     * Sets the handler for exceptions thrown by tasks that were given to {@code execute}. The future of a task given to
     * {@code submit} keeps the task's exception instead. The default is the handler of the worker's thread, as for any
     * thread.
     *
     * <p>The handler runs on the worker's thread, which then continues. Exceptions thrown by the handler are dropped.
     * The handler is also given failures to start a thread; by default, these go to the handler of the calling thread.
     *
     * <p>Inside the handler and inside the {@linkplain #threadFactory(ThreadFactory) thread factory}, {@link Blocking}
     * has no effect, and a wait for a task of the pool occupies the worker.
     *
     * @param handler the handler
     * @return this builder
     * @throws NullPointerException if {@code handler} is null
     */
    public B uncaughtExceptionHandler(Thread.UncaughtExceptionHandler handler) {
        this.uncaughtExceptionHandler = Objects.requireNonNull(handler, "handler");
        return self();
    }

    /**
     * Sets the listener, which is notified when tasks run or are refused, when threads start or end, and when the
     * {@linkplain #starvationGuard guard} finds all workers stuck. By default there is no listener, which costs
     * nothing.
     *
     * @param listener the listener
     * @return this builder
     * @throws NullPointerException if {@code listener} is null
     */
    public B listener(PoolListener listener) {
        this.listener = Objects.requireNonNull(listener, "listener");
        return self();
    }

    /**
     * Sets the decorator of tasks, for example to carry a tracing or logging context from the thread that submits a
     * task to the thread that runs it:
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
     * The decorated task must restore what it replaces, because it may run inside another task that waits for it, or on
     * the thread that submits it. By default tasks are not decorated, which costs nothing.
     *
     * <p>The decorator is called on the submitting thread, once for each task, before the pool accepts or refuses the
     * task. If it throws, the submission throws the same exception.
     *
     * <p>The decorated task must run the original task, once and on the same thread; if it does not, the task's future
     * has the result null. It may see and replace an exception thrown by the original task. If it suppresses the
     * exception, a future still keeps it.
     *
     * <p>A future of a pool is decorated when it is created, and not again when it is given to {@code execute}. The
     * tasks of an {@link java.util.concurrent.ExecutorCompletionService} are decorated twice, because it wraps the
     * futures that it submits. {@code shutdownNow} and the {@linkplain #listener(PoolListener) listener} are given the
     * original tasks.
     *
     * @param decorator takes a task and returns the task that runs in its place, never null
     * @return this builder
     * @throws NullPointerException if {@code decorator} is null
     */
    public B taskDecorator(UnaryOperator<Runnable> decorator) {
        this.taskDecorator = Objects.requireNonNull(decorator, "decorator");
        return self();
    }

    /**
     * Sets for which tasks the pool measures queue times and run times. The default is {@link TaskTiming#NONE}. Counts
     * are always kept; see {@link PoolMetrics}.
     *
     * @param timing the tasks to measure
     * @return this builder
     * @throws NullPointerException if {@code timing} is null
     */
    public B timing(TaskTiming timing) {
        this.timing = Objects.requireNonNull(timing, "timing");
        return self();
    }

    /**
     * Sets the maximum number of queued tasks, that is, of submitted tasks that no thread has started. By default the
     * queues are unbounded. {@link #whenFull} sets what happens to a task that finds the queues full.
     *
     * <p>The bound is exact: the queues together never hold more tasks, and a task finds them full only if they were
     * full at one instant during its submission. Tasks that are being submitted count. A task that was cancelled or
     * missed its deadline before it started counts until a worker takes it out of its queue. The bound costs two locked
     * instructions per task.
     *
     * @param queueCapacity the maximum, at least 1
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
     * @param policy the policy
     * @return this builder
     * @throws NullPointerException if {@code policy} is null
     */
    public B whenFull(FullQueuePolicy policy) {
        fullQueuePolicy = Objects.requireNonNull(policy, "policy");
        return self();
    }

    /**
     * Sets the interval after which the pool gets help if all its workers are stuck. By default there is no guard.
     *
     * <p>The workers count as stuck if tasks are queued, each worker has been in the same task for a whole interval,
     * and no task was taken meanwhile. A {@linkplain #maxSpares spare thread} then runs queued tasks until a worker is
     * free, and the {@linkplain #listener(PoolListener) listener} is notified. Each further interval without progress
     * adds another spare thread.
     *
     * <p>The guard's own thread watches while all workers have tasks and more are queued, and sleeps otherwise. It ends
     * after the {@linkplain #keepAlive keep-alive}. If this thread cannot be started, the exception handler gets the
     * failure, and the next submission tries again. Until then, no thread watches.
     *
     * @param interval the interval; zero means no guard
     * @return this builder
     * @throws NullPointerException if {@code interval} is null
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
     * Sets whether the pool is registered as a {@link PoolMXBean} with the platform's MBean server. The default is
     * false. The bean's name is {@code dev.filch:type=WorkStealingPool,name="..."}, with the class and the quoted
     * {@linkplain #name name} of the pool.
     *
     * <p>If a pool of this class and name is already registered, or if the module {@code java.management} is absent,
     * {@code build} throws an {@link IllegalStateException}. The bean is removed when the pool has terminated. Until
     * then, the server keeps the pool reachable.
     *
     * @param registers whether the pool is registered
     * @return this builder
     */
    public B registerMBean(boolean registers) {
        this.registersBean = registers;
        return self();
    }

    boolean registersBean() {
        return registersBean;
    }

    /** Returns this builder, as its own type. */
    abstract B self();

    /** Returns how tasks are decorated, or null if they are not. */
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

    /** Returns a duration in nanoseconds; a duration that is out of range becomes the nearest value in range. */
    static long nanosOf(Duration duration) {
        try {
            return duration.toNanos();
        } catch (ArithmeticException tooLong) {
            return duration.isNegative() ? Long.MIN_VALUE : Long.MAX_VALUE;
        }
    }

    private static void checkRange(String name, int value, int min, int max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(name + " must be between " + min + " and " + max + ", not " + value);
        }
    }
}
