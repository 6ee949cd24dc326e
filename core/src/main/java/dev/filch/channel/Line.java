package dev.filch.channel;

import dev.filch.internal.WaiterQueue;

/** The threads that wait to send to a channel, or to receive from it. */
class Line extends WaiterQueue<Place> {

    final AdaptiveSpin spin = new AdaptiveSpin();

    /** Wakes a thread that waits and can go on, if the channel has a buffer. */
    void wake() {
    }

    /** Takes a place whose choice has ended off the line. For the thread whose place it is. */
    final void quit(Place place) {
        place.forgetElement();
        leave(place);
    }

    /** Ends all waits, because the channel was closed. */
    final void endWaits() {
        for (Place place = first(); place != null; place = after(place)) {
            place.choice.notifyOf(place.index, false);
        }
    }
}
