package dev.filch.channel;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/*
 * Notifications. A woken thread usually runs soon, so other threads leave their wake-ups to it. A task runs when its
 * executor has a thread for it. So a notifier never leaves a wake-up to a task: each step that makes the channel ready
 * notifies one more waiter. A task that does not use its notification passes it on.
 *
 * Stopping
 *   stopping thread:  (S1) set the flag       (S2) read the choice, and notify it
 *   task:             (T1) store the choice   (T2) read the flag; open the choice only if it is not set
 *   All accesses are volatile. If S2 misses the choice, T2 finds the flag. If S2 finds the choice, this has a
 *   notification, or has ended; so it is not open, and never will be. Therefore no partner can match the task once it
 *   has been stopped.
 */

/**
 * Sends to a channel, or receives from it, for a task. To wait, the task has a place in the channel's line, and is
 * woken later. Unless a method says otherwise, it is for the thread that runs the task.
 */
final class TaskWait<E> {

    private static final VarHandle CHOICE;
    private static final VarHandle STOPPED;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            CHOICE = lookup.findVarHandle(TaskWait.class, "choice", Choice.class).withInvokeExactBehavior();
            STOPPED = lookup.findVarHandle(TaskWait.class, "stopped", boolean.class).withInvokeExactBehavior();
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Channel<E> channel;
    private final Line line;
    private final SerialTask task;

    /** The choice of the latest wait. */
    private Choice choice;

    private boolean stopped;

    /** Where the task stands in the line; null if it does not. */
    private Place place;

    /** What the task that stands in the line sends; null if it receives, or waits for room. */
    private E sending;

    /** Whether a notification has come that the task has neither used nor passed on. */
    private boolean notified;

    TaskWait(Channel<E> channel, boolean sends, SerialTask task) {
        this.channel = channel;
        this.line = channel.line(sends);
        this.task = task;
    }

    /**
     * Sends or receives. If that needs waiting, the task begins to wait.
     *
     * @param element null to receive
     * @return the element that passed; null if none has. Then the task waits, or was notified meanwhile, or has been
     *     stopped, or the channel is closed
     */
    E pass(E element) {
        E passed = cast(channel.pass(element, null));
        passOn();
        return passed == null && line != null ? passOrWait(element) : passed;
    }

    private E passOrWait(E element) {
        Choice own = enlist(element);
        E passed = null;
        boolean waits = false;
        try {
            passed = cast(channel.pass(element, own));
            waits = passed == null && !channel.isClosed() && open(own);
        } finally {
            if (!waits) {
                E matched = leave();
                passed = passed == null ? matched : passed;
            }
        }
        return passed;
    }

    /**
     * Waits until a send may not need to wait. For a channel with a buffer that can be full.
     *
     * @return false if that is so now, or the task has been stopped or notified meanwhile
     */
    boolean awaitRoom() {
        Choice own = enlist(null);
        boolean waits = false;
        try {
            waits = !((Side) line).isReady() && open(own);
        } finally {
            if (!waits) {
                leave();
            }
        }
        return waits;
    }

    private Choice enlist(E element) {
        Choice own = new TaskChoice(Choice.CLAIMED, task);
        Place next = new Place(own, 0, element);
        sending = element;
        setChoiceVolatile(own);
        line.enlist(next);
        place = next;
        return own;
    }

    /** Opens the choice; false if the task does not wait, because it has been stopped or the choice has ended. */
    private boolean open(Choice own) {
        if (isStopped()) {
            return false;
        }
        own.open();
        return !own.hasEnded();
    }

    boolean isWaiting() {
        return place != null && !place.choice.hasEnded();
    }

    /**
     * Leaves the line if the task stands in it.
     *
     * @return the element that passed while the task waited; null if none has
     */
    E leave() {
        if (place == null) {
            return null;
        }
        int outcome = place.choice.end();
        line.quit(place);
        E passed = null;
        if (Choice.isMatch(outcome)) {
            passed = sending == null ? cast(place.received()) : sending;
        }
        notified |= Choice.isNotification(outcome);
        place = null;
        sending = null;
        return passed;
    }

    /** Notifies another waiter if the task does not use its own notification. */
    void passOn() {
        if (notified) {
            notified = false;
            line.wake();
        }
    }

    /** Ends the wait, so that the task tries again. For all threads. */
    void retry() {
        Choice latest = choiceVolatile();
        if (latest != null) {
            latest.notifyOf(0, false);
        }
    }

    /** Ends the wait, and prevents further ones. No partner can match the task from now on. For all threads. */
    void stop() {
        setStoppedVolatile();
        retry();
    }

    /** For all threads. */
    boolean isStopped() {
        return stoppedVolatile();
    }

    @SuppressWarnings("unchecked")
    private E cast(Object passed) {
        return (E) passed;
    }

    /** Volatile: S2. Checked by FlowScenario:0,false,0,q,x. */
    private Choice choiceVolatile() {
        return (Choice) CHOICE.getVolatile(this);
    }

    /** Volatile: T1. Checked by FlowScenario:0,false,0,q,x. */
    private void setChoiceVolatile(Choice next) {
        CHOICE.setVolatile(this, next);
    }

    /** Volatile: T2. Checked by FlowScenario:0,false,0,q,x. */
    private boolean stoppedVolatile() {
        return (boolean) STOPPED.getVolatile(this);
    }

    /** Volatile: S1. Checked by FlowScenario:0,false,0,q,x. */
    private void setStoppedVolatile() {
        STOPPED.setVolatile(this, true);
    }
}
