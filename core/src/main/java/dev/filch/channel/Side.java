package dev.filch.channel;

/** A line of a channel with a buffer: a thread can go on if there is an element, or room. */
abstract class Side extends Line implements AdaptiveSpin.Condition {

    /** Whether a thread of this side can go on. Volatile reads. */
    abstract boolean isReady();

    @Override
    public final boolean isOver() {
        return isReady();
    }

    /** To be called after a step that may have made this side ready. */
    @Override
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

    /**
     * Waits until this side may be ready. The caller then tries again, and calls {@link #wake} after that.
     *
     * @return false if the deadline has passed
     * @throws InterruptedException if this thread was interrupted, and has got no notification
     */
    final boolean await(Channel<?> channel, long deadlineNanos) throws InterruptedException {
        spin.await(this);
        Choice choice = new Choice(Choice.OPEN);
        Place place = new Place(choice, 0, null);
        enlist(place);
        boolean isReady = false;
        boolean returned = false;
        int outcome;
        try {
            isReady = isReady();
            if (!isReady) {
                choice.await(channel, deadlineNanos);
            }
            returned = true;
        } finally {
            outcome = choice.end();
            leave(place);
            if (Choice.isWakeUp(outcome)) {
                endWaking();
            }
            if (!returned) {
                // An error, for example from the pool that replaces this thread. The wake-up is for another thread then.
                wake();
            }
        }
        if (isReady || Choice.isNotification(outcome)) {
            return true;
        }
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        return false;
    }
}
