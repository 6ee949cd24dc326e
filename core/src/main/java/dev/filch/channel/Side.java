package dev.filch.channel;

import dev.filch.internal.Backoff;
import dev.filch.internal.WaiterQueue;

/** The threads that wait to send to a channel, or to receive from it. */
abstract class Side extends WaiterQueue<Place> {

    /** Whether a thread of this side can go on. Volatile reads. */
    abstract boolean isReady();

    /** Wakes a thread if one waits and can go on. To be called after a step that may have made this side ready. */
    final void wake() {
        if (mayWake()) {
            wakeFirst();
        }
    }

    private void wakeFirst() {
        while (isReady() && firstCallable() != null && beginWaking()) {
            for (Place place = firstCallable(); place != null; place = firstCallable()) {
                if (place.choice.call(place.index, true)) {
                    return;
                }
            }
            // A thread that came meanwhile may have left its wake-up to this one.
            endWaking();
        }
    }

    private Place firstCallable() {
        Place place = first();
        while (place != null && !place.choice.isCallable()) {
            place = after(place);
        }
        return place;
    }

    /** Wakes all threads, because the channel was closed. */
    final void wakeAll() {
        for (Place place = first(); place != null; place = after(place)) {
            place.choice.call(place.index, false);
        }
    }

    /** Spins for a moment while this side is not ready. */
    final void spinWhileNotReady() {
        for (int spins = Backoff.spinsBeforeParking(); spins > 0 && !isReady(); spins--) {
            Thread.onSpinWait();
        }
    }

    /**
     * Waits until this side may be ready. The caller then tries again, and calls {@link #wake} after that.
     *
     * @return false if the deadline has passed
     * @throws InterruptedException if this thread was interrupted, and has got no notification
     */
    final boolean await(Channel<?> channel, long deadlineNanos) throws InterruptedException {
        Choice choice = new Choice(Choice.OPEN);
        Place place = new Place(choice, 0, null);
        enlist(place);
        boolean ready = isReady();
        if (!ready) {
            choice.await(channel, deadlineNanos);
        }
        int outcome = choice.end();
        leave(place);
        if (Choice.isWakeUp(outcome)) {
            endWaking();
        }
        if (ready || Choice.isNotification(outcome)) {
            return true;
        }
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        return false;
    }
}
