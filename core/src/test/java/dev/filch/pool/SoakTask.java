package dev.filch.pool;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;

/** A task of a soak, and its fate. A {@link SoakLedger} reads it once the pool has terminated. */
final class SoakTask implements Runnable, Callable<Integer> {

    /** The outcome of a submission. */
    enum Outcome {
        OPEN, ACCEPTED, REFUSED,
        /** The decorator has thrown. */
        NOT_DECORATED
    }

    /** The object that was submitted to the pool. */
    enum Form {
        /** This object itself. */
        PLAIN,
        /** A future of the pool. */
        FUTURE,
        /** A task of the JDK that runs a future of the pool, as completion services submit them. */
        WRAPPED
    }

    private final SoakLedger ledger;
    private final IntSupplier body;
    private final AtomicInteger starts = new AtomicInteger();

    private volatile Form form = Form.PLAIN;
    private volatile Object handle = this;
    private volatile Future<?> future;
    private volatile boolean hasResult = true;
    private volatile boolean isMember;

    /** Null if the task has no deadline. */
    private volatile Duration timeout;

    private volatile Outcome outcome = Outcome.OPEN;

    /** The thread that is submitting this task, or null if there is none. */
    private volatile Thread submitter;
    private volatile boolean ranInSubmission;
    private volatile boolean cancelled;
    private volatile Integer result;
    private volatile Throwable thrown;

    SoakTask(SoakLedger ledger, IntSupplier body) {
        this.ledger = ledger;
        this.body = body;
    }

    /** Makes this a member of a group that is passed to invokeAll or invokeAny, whose members cancel each other. */
    SoakTask asMember() {
        isMember = true;
        form = Form.FUTURE;
        return this;
    }

    /** Gives this task a deadline. The pool creates the future, and the submission returns it. */
    void setTimeout(Duration duration) {
        timeout = duration;
        form = Form.FUTURE;
    }

    @Override
    public void run() {
        call();
    }

    @Override
    public Integer call() {
        if (Thread.currentThread() == submitter) {
            ranInSubmission = true;
        }
        ledger.noteStart(this, starts.incrementAndGet());
        try {
            int value = body.getAsInt();
            result = value;
            return value;
        } catch (Throwable failure) {
            thrown = failure;
            ledger.noteThrown(this, failure);
            throw failure;
        }
    }

    // For the ledger.

    /** Records that a future of the pool will be submitted. */
    void setFuture(Future<?> created, boolean returnsResult) {
        form = Form.FUTURE;
        handle = created;
        future = created;
        hasResult = returnsResult;
    }

    /** Records that a wrapper of the future will be submitted. */
    void setWrapper(Object wrapper) {
        form = Form.WRAPPED;
        handle = wrapper;
    }

    void beginSubmission() {
        submitter = Thread.currentThread();
    }

    void endSubmission(Outcome reached) {
        submitter = null;
        outcome = reached;
    }

    /** Cancels the future. Returns true if this call cancelled it. */
    boolean cancel(boolean interrupts) {
        if (future.cancel(interrupts)) {
            cancelled = true;
            return true;
        }
        return false;
    }

    /** The object that shutdownNow lists and that a listener receives. */
    Object handle() {
        return handle;
    }

    Form form() {
        return form;
    }

    Outcome outcome() {
        return outcome;
    }

    /** Null if the task was submitted without a future. */
    Future<?> future() {
        return future;
    }

    int starts() {
        return starts.get();
    }

    boolean ranInSubmission() {
        return ranInSubmission;
    }

    boolean hasThrown(Throwable throwable) {
        return throwable != null && thrown == throwable;
    }

    boolean hasThrown() {
        return thrown != null;
    }

    boolean isMember() {
        return isMember;
    }

    /** Whether a thread of the soak, or another member of its group, may have cancelled this task. */
    boolean mayBeCancelled() {
        return cancelled || isMember && future.isCancelled();
    }

    /**
     * Whether the ledger counts this task, because only its submitter and {@link SoakLedger#cancel} decide its fate
     * while it is queued.
     */
    boolean isCounted() {
        return !isMember && timeout == null;
    }

    boolean hasTimeout() {
        return timeout != null;
    }

    /** Whether the timeout is zero. Such a task is never queued. */
    boolean isTooLate() {
        return timeout != null && timeout.isZero();
    }

    /** Whether the deadline of this task may pass during the soak. */
    boolean mayExpire() {
        return timeout != null && timeout.toHours() == 0;
    }

    /** Whether the deadline passed before the task was done. */
    boolean hasExpired() throws InterruptedException {
        if (timeout == null || future == null || !future.isDone() || future.isCancelled()) {
            return false;
        }
        try {
            future.get();
            return false;
        } catch (ExecutionException e) {
            return e.getCause() instanceof TimeoutException && !hasThrown(e.getCause());
        }
    }

    /** The result that the future must have if the task has not thrown. */
    Integer expectedResult() {
        return hasResult ? result : null;
    }

    @Override
    public String toString() {
        return "SoakTask[" + form + ", " + outcome + ", started " + starts + " times, "
                + (ranInSubmission ? "run by its submitter, " : "") + (cancelled ? "cancelled, " : "")
                + (isMember ? "of a group, " : "") + (timeout == null ? "" : "within " + timeout + ", ")
                + "returned " + result + ", threw " + thrown
                + (future == null ? "]" : ", done " + future.isDone() + ", cancelled " + future.isCancelled() + "]");
    }
}
