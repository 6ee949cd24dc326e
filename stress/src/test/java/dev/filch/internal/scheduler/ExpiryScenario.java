package dev.filch.internal.scheduler;

import dev.filch.stress.model.Scenario;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/**
 * Concurrent operations on one future; each thread is a letter:
 *
 * <pre>
 *   r  claims the task, runs it, and runs another task within it
 *   x  lets its deadline pass, and interrupts the thread that runs it
 *   c  cancels it, with an interrupt
 *   g  gets its result
 * </pre>
 */
public final class ExpiryScenario extends Scenario {

    private final TaskFuture<String> future;
    private boolean cancelled;

    public ExpiryScenario(String letters) {
        WorkerGroup group = InertGroup.create();
        future = new TaskFuture<>(group, () -> "result");
        for (int i = 0; i < letters.length(); i++) {
            char letter = letters.charAt(i);
            thread(String.valueOf(letter), () -> act(letter));
        }
    }

    private void act(char letter) {
        switch (letter) {
            case 'r' -> run();
            case 'x' -> future.expire(true);
            case 'c' -> cancelled = future.cancel(true);
            case 'g' -> get();
            default -> throw new IllegalArgumentException(String.valueOf(letter));
        }
    }

    private void run() {
        Thread current = Thread.currentThread();
        if (!future.claim(current)) {
            return;
        }
        boolean interrupted = future.suspend(current);
        require(!current.isInterrupted(), "the interrupt does not reach the inner task");
        interrupted |= future.resume(current);
        future.runClaimed(current);
        boolean isLate = current.isInterrupted();
        require(!(interrupted && isLate), "the task is interrupted once");
        Thread.interrupted();
    }

    private void get() {
        try {
            require(future.get().equals("result") && !future.isCancelled(), "the result is that of the task");
        } catch (ExecutionException failed) {
            require(failed.getCause() instanceof TimeoutException && !future.isCancelled(), "the deadline has passed");
        } catch (CancellationException withoutResult) {
            require(future.isCancelled(), "the future was cancelled");
        } catch (InterruptedException e) {
            throw new AssertionError("no thread interrupts this one", e);
        }
        require(future.isDone(), "the future is done after get");
    }

    @Override
    public void afterwards() {
        require(future.isDone(), "the future is done");
        require(future.isCancelled() == cancelled, "the future is cancelled exactly if a cancellation succeeded");
    }
}
