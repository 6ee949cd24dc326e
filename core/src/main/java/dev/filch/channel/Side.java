package dev.filch.channel;

/** A line of a channel with a buffer, or of a timer: its threads can go on if there is an element, or room. */
abstract class Side extends Line implements AdaptiveSpin.Condition {

    /** Whether a thread of this side can go on. Volatile reads. */
    abstract boolean isReady();

    @Override
    public final boolean isOver() {
        return isReady();
    }

    /** Call this after a step that may have made this side ready. */
    @Override
    final void wake() {
        if (mayWake()) {
            wakeFirst();
        }
    }

    private void wakeFirst() {
        Place place = firstNotifiable();
        while (place != null && isReady()) {
            boolean wakeUp = !place.choice.isTask();
            if (wakeUp && !beginWaking() || place.choice.notifyOf(place.index, wakeUp)) {
                return;
            }
            if (wakeUp) {
                // Other threads may have left their wake-ups to this one meanwhile, so check again.
                endWaking();
            }
            place = firstNotifiable();
        }
    }

    private Place firstNotifiable() {
        Place place = first();
        while (place != null && !place.choice.isNotifiable()) {
            place = after(place);
        }
        return place;
    }

    /**
     * Waits until this side may be ready. The caller then tries again, and calls {@link #wake} after that.
     *
     * @return false if the deadline has passed
     * @throws InterruptedException if this thread was interrupted, and has got no notification
     */
    final boolean await(Channel<?> channel, long deadlineNanos) throws InterruptedException {
        return await(channel, Place.ofOneCase(), deadlineNanos);
    }

    /**
     * Waits as {@link #await(Channel, long)} does, at a place that a sender may match once this side was not ready.
     *
     * @return false if the deadline has passed
     * @throws InterruptedException if this thread was interrupted, and has got neither a notification nor a match
     */
    final boolean await(Channel<?> channel, Place place, long deadlineNanos) throws InterruptedException {
        spin.await(this);
        Choice choice = place.choice;
        enlist(place);
        boolean isReady = false;
        boolean returned = false;
        int outcome;
        try {
            isReady = isReady();
            if (!isReady) {
                choice.open();
                choice.await(channel, deadlineNanos);
            }
            returned = true;
        } catch (Throwable failure) {
            // Thrown by the pool, which starts a spare for this thread. Better to drop it than to lose an element.
            if (!Choice.isMatch(choice.end())) {
                throw failure;
            }
        } finally {
            outcome = choice.end();
            quit(place);
            if (Choice.isWakeUp(outcome)) {
                endWaking();
            }
            if (!returned) {
                // Pass the wake-up on.
                wake();
            }
        }
        if (isReady || Choice.isNotification(outcome) || Choice.isMatch(outcome)) {
            return true;
        }
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        return false;
    }
}
