package dev.filch.stress.model;

import dev.filch.stress.rewrite.Access;
import dev.filch.stress.rewrite.Mode;

/** One write to a location. Its index in the modification order grows when other writes are inserted before it. */
final class Message {

    final Location location;
    final Object value;

    /** The view of a thread that acquires this write; null if the write releases nothing. */
    View released;

    final int writer;

    /**
     * The writer's clock at the write. Other threads compare it with their views, to decide whether the write happened
     * before.
     */
    final int time;

    final Access access;

    /** Position in the modification order. */
    int index;

    /** Whether this is an atomic update, which must directly follow the message it read. */
    final boolean update;

    Message(Location location, Object value, int writer, int time, Access access, boolean update) {
        this.location = location;
        this.value = value;
        this.writer = writer;
        this.time = time;
        this.access = access;
        this.update = update;
    }

    /** Whether a thread that has read this write may read older ones again. */
    boolean isRacy() {
        return access != null && access.write() == Mode.RACY;
    }
}
