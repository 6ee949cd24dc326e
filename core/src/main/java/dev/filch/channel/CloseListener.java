package dev.filch.channel;

/** Wakes a task when a channel is closed, whether or not the task waits for an element or for room. */
final class CloseListener {

    private final Line line;
    private final Place place;

    /** Begins to listen. The caller must then check whether the channel is closed already. */
    CloseListener(Channel<?> channel, SerialTask task) {
        line = channel.closeListeners();
        place = new Place(new TaskChoice(Choice.OPEN, task), 0, null);
        line.enlist(place);
    }

    /** Ends listening. Call this once. */
    void end() {
        place.choice.end();
        line.quit(place);
    }
}
