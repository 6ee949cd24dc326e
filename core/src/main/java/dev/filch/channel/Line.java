package dev.filch.channel;

import dev.filch.internal.WaiterQueue;

/** The threads that wait to send to a channel, or to receive from it. */
class Line extends WaiterQueue<Place> {

    final AdaptiveSpin spin = new AdaptiveSpin();

    /** Wakes a thread that waits and can go on, if the channel has a buffer. */
    void wake() {
    }

    /** Ends all waits, because the channel was closed. */
    final void callAll() {
        for (Place place = first(); place != null; place = after(place)) {
            place.choice.call(place.index, false);
        }
    }
}
