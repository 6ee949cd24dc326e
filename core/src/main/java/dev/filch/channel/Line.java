package dev.filch.channel;

import dev.filch.internal.Backoff;
import dev.filch.internal.WaiterQueue;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.function.BooleanSupplier;

/** The threads that wait to send to a channel, or to receive from it. */
class Line extends WaiterQueue<Place> {

    private static final int MIN_SPINS = 4;
    private static final int MAX_SPINS = 256;

    private static final VarHandle SPINS;

    static {
        try {
            SPINS = MethodHandles.lookup().findVarHandle(Line.class, "spins", int.class).withInvokeExactBehavior();
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** How often the next thread checks its condition before it parks: often if that has been worthwhile of late. */
    private int spins = MAX_SPINS / 4;

    /** Wakes a thread that waits and can go on, if the channel has a buffer. */
    void wake() {
    }

    /** Ends all waits, because the channel was closed. */
    final void callAll() {
        for (Place place = first(); place != null; place = after(place)) {
            place.choice.call(place.index, false);
        }
    }

    /** Spins for a moment while a condition does not hold, if this may save the thread from parking. */
    final void spinUntil(BooleanSupplier condition) {
        if (Backoff.spinsBeforeParking() == 0) {
            return;
        }
        int limit = spinsOpaque();
        int left = limit;
        while (left > 0 && !condition.getAsBoolean()) {
            Thread.onSpinWait();
            left--;
        }
        setSpinsOpaque(left > 0 ? Math.min(limit * 2, MAX_SPINS) : Math.max(limit / 2, MIN_SPINS));
    }

    /** Opaque: a hint, which other threads may overwrite. */
    private int spinsOpaque() {
        return (int) SPINS.getOpaque(this);
    }

    /** Opaque: as spinsOpaque. */
    private void setSpinsOpaque(int next) {
        SPINS.setOpaque(this, next);
    }
}
