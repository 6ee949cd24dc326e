package dev.filch.stress.model;

import dev.filch.stress.rewrite.Access;
import dev.filch.stress.rewrite.Mode;

/**
 * One write to a location. Its place in the location's modification order may move back as others are put in before it.
 */
final class Message {

    final Location location;
    final Object value;

    /** What who acquires this write learns; null if it was not released, and stands for nothing but itself. */
    View released;

    final int writer;

    /** The writer's own clock at the write, by which others know whether it happened before. */
    final int time;

    final Access access;

    /** Position in the modification order. */
    int index;

    /** Whether an atomic update must stay right behind the message it read. */
    final boolean update;

    Message(Location location, Object value, int writer, int time, Access access, boolean update) {
        this.location = location;
        this.value = value;
        this.writer = writer;
        this.time = time;
        this.access = access;
        this.update = update;
    }

    /** Whether who has read it may see older ones again. */
    boolean isRacy() {
        return access != null && access.write() == Mode.RACY;
    }
}
