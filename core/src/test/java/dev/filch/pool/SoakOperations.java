package dev.filch.pool;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntSupplier;

/**
 * The operations of users of a pool, inside and outside its tasks. Each method does one operation and checks its
 * result. A refusal, timeout, cancellation or interrupt may end it early.
 */
final class SoakOperations {

    private static final int HIGH = 220;
    private static final int LOW = 20;
    private static final int MAX_MEMBERS = 5;
    private static final int MAX_MICROS = 300;

    /** Timeouts are below two to this power, in nanoseconds. */
    private static final int TIMEOUT_BITS = 21;

    private final SoakConfig config;
    private final WorkerPool pool;
    private final SoakLedger ledger;
    private final SoakChannels channels;
    private final List<BookedService> services = new ArrayList<>();

    SoakOperations(SoakConfig config, WorkerPool pool, SoakLedger ledger, SoakChannels channels) {
        this.config = config;
        this.pool = pool;
        this.ledger = ledger;
        this.channels = channels;
        services.add(BookedService.of(pool, ledger));
        if (pool instanceof WorkStealingPool stealing) {
            services.add(BookedService.of(stealing, ledger, HIGH));
            services.add(BookedService.of(stealing, ledger, LOW));
        }
    }

    SoakConfig config() {
        return config;
    }

    WorkerPool pool() {
        return pool;
    }

    SoakLedger ledger() {
        return ledger;
    }

    SoakObserver newObserver() {
        return new SoakObserver(config, pool, ledger);
    }

    /** A view of the pool, with or without a priority. */
    BookedService service(SplittableRandom random) {
        return services.get(random.nextInt(services.size()));
    }

    /** Runs an operation, which may end early without a failure of the soak. */
    void attempt(Callable<?> operation) {
        try {
            operation.call();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | CancellationException | RejectedExecutionException | TimeoutException ended) {
            // A task has failed or was cancelled, the pool was shut down, or its queues were full.
        } catch (Throwable e) {
            ledger.run().fail(e);
        }
    }

    private Object expect(int expected, Object result) {
        ledger.run().expect(result.equals(expected), () -> "expected " + expected + ", but was " + result);
        return result;
    }

    // Submission.

    /** Submits a task by one of the methods that do not wait for it. */
    void submit(SplittableRandom random, IntSupplier body) {
        BookedService service = service(random);
        SoakTask task = ledger.newTask(body);
        attempt(() -> switch (random.nextInt(5)) {
            case 0 -> service.tryExecute(task);
            case 1 -> service.submit((Runnable) task);
            case 2 -> service.submit((Callable<Integer>) task);
            default -> {
                service.execute(task);
                yield null;
            }
        });
    }

    Future<Integer> submitForResult(SplittableRandom random, IntSupplier body) {
        return service(random).submit((Callable<Integer>) ledger.newTask(body));
    }

    /** Submits a task, and cancels it at a random moment. */
    void submitAndCancel(SplittableRandom random, IntSupplier body) {
        attempt(() -> {
            SoakTask task = ledger.newTask(body);
            Future<Integer> future = service(random).submit((Callable<Integer>) task);
            spin(random.nextInt(MAX_MICROS));
            ledger.cancel(task, random.nextBoolean());
            return future.get();
        });
    }

    // Deadlines.

    /** Submits a task with a deadline, and may cancel it. */
    void submitWithin(SplittableRandom random, IntSupplier body) {
        attempt(() -> {
            SoakTask task = ledger.newTask(body);
            service(random).submitWithin(timeout(random), task, random.nextBoolean());
            if (random.nextInt(4) == 0) {
                spin(random.nextInt(MAX_MICROS));
                ledger.cancel(task, random.nextBoolean());
            }
            return task;
        });
    }

    /** Waits for a task with a deadline. Checks that it does not expire too early. */
    void submitWithinAndGet(SplittableRandom random, int expected, IntSupplier body) {
        attempt(() -> {
            SoakTask task = ledger.newTask(body);
            Duration timeout = timeout(random);
            long start = System.nanoTime();
            service(random).submitWithin(timeout, task, random.nextBoolean());
            try {
                return expect(expected, task.future().get());
            } catch (ExecutionException e) {
                long nanos = System.nanoTime() - start;
                ledger.run().expect(task.hasThrown(e.getCause()) || nanos >= timeout.toNanos(),
                        () -> "expected no timeout after " + nanos + " ns: " + task);
                throw e;
            }
        });
    }

    /** No time, some microseconds up to two milliseconds, or an hour. */
    private static Duration timeout(SplittableRandom random) {
        return switch (random.nextInt(6)) {
            case 0 -> Duration.ZERO;
            case 1 -> Duration.ofHours(1);
            default -> Duration.ofNanos(SoakConfig.exponential(random, TIMEOUT_BITS));
        };
    }

    // Waits.

    void submitAndGet(SplittableRandom random, int expected, IntSupplier body) {
        attempt(() -> expect(expected, submitForResult(random, body).get()));
    }

    void submitAndGetInTime(SplittableRandom random, int expected, IntSupplier body) {
        attempt(() -> expect(expected,
                submitForResult(random, body).get(random.nextInt(MAX_MICROS), TimeUnit.MICROSECONDS)));
    }

    void invokeAll(SplittableRandom random, int expected, IntSupplier body) {
        List<SoakTask> members = members(random, body);
        ExecutorService target = groupService(random);
        attempt(() -> {
            List<Future<Integer>> futures = random.nextBoolean() ? target.invokeAll(members)
                    : target.invokeAll(members, random.nextInt(MAX_MICROS), TimeUnit.MICROSECONDS);
            for (Future<Integer> future : futures) {
                // A future that shutdownNow has listed is not done.
                ledger.run().expect(future.isDone() || pool.isShutdown(),
                        () -> "expected invokeAll to return done futures: " + future);
                expect(expected, future.get());
            }
            return futures;
        });
    }

    void invokeAny(SplittableRandom random, int expected, IntSupplier body) {
        List<SoakTask> members = members(random, body);
        ExecutorService target = groupService(random);
        attempt(() -> expect(expected, random.nextBoolean() ? target.invokeAny(members)
                : target.invokeAny(members, random.nextInt(MAX_MICROS), TimeUnit.MICROSECONDS)));
    }

    private ExecutorService groupService(SplittableRandom random) {
        return config.usesPoolDirectly() ? config.kind().service(pool) : service(random);
    }

    /** Tasks for invokeAll or invokeAny, one in four of which fails. */
    private List<SoakTask> members(SplittableRandom random, IntSupplier body) {
        List<SoakTask> members = new ArrayList<>();
        for (int i = random.nextInt(MAX_MEMBERS); i >= 0; i--) {
            SplittableRandom own = random.split();
            members.add(ledger.newTask(() -> {
                if (own.nextInt(4) == 0) {
                    SoakFault.throwOne("a member", own);
                }
                return body.getAsInt();
            }).asMember());
        }
        return members;
    }

    /** Uses a completion service. Its queue is no future of the pool, so the wait has a timeout. */
    void complete(SplittableRandom random, int expected, IntSupplier body) {
        ExecutorCompletionService<Integer> completion = new ExecutorCompletionService<>(service(random));
        attempt(() -> {
            int submissions = random.nextInt(1, MAX_MEMBERS);
            for (int i = 0; i < submissions; i++) {
                completion.submit(ledger.newTask(body));
            }
            for (int i = 0; i < submissions; i++) {
                Future<Integer> next = Blocking.call(
                        () -> completion.poll(random.nextInt(MAX_MICROS), TimeUnit.MICROSECONDS));
                // If the queues were full, the pool may have discarded the wrapper, whose future is then never done.
                if (next != null && (next.isDone() || !config.discards())) {
                    expect(expected, next.get());
                }
            }
            return null;
        });
    }

    void chain(SplittableRandom random, int expected, IntSupplier body) {
        BookedService service = service(random);
        attempt(() -> {
            CompletableFuture<Integer> first = CompletableFuture.supplyAsync(body::getAsInt, service);
            CompletableFuture<Integer> second = CompletableFuture.supplyAsync(body::getAsInt, service);
            CompletableFuture<Integer> last = first.thenApplyAsync(value -> 2 * value, service)
                    .thenCombineAsync(second, (twice, once) -> twice - once, service);
            return expect(expected, Blocking.call(() -> last.get(random.nextInt(MAX_MICROS), TimeUnit.MICROSECONDS)));
        });
    }

    /** Passes tokens through channels. */
    void passTokens(SplittableRandom random) {
        attempt(() -> {
            channels.operate(random);
            return null;
        });
    }

    static void spin(int iterations) {
        for (int i = 0; i < iterations; i++) {
            Thread.onSpinWait();
        }
    }
}
