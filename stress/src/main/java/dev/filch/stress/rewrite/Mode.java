package dev.filch.stress.rewrite;

/** The memory order of one side of an access, from weak to strong. A read is never RELEASE, a write never ACQUIRE. */
public enum Mode {
    PLAIN,

    /**
     * The order of a plain write that may race with reads. Like opaque, but a thread that has read the write may read
     * older values again.
     */
    RACY,
    OPAQUE,
    ACQUIRE,
    RELEASE,
    VOLATILE;

    /** The next weaker mode; below volatile, the given acquire or release mode. */
    Mode weaker(Mode oneSided) {
        return switch (this) {
            case VOLATILE -> oneSided;
            case ACQUIRE, RELEASE -> OPAQUE;
            case OPAQUE, RACY, PLAIN -> PLAIN;
        };
    }

    /**
     * Whether the mode orders later accesses after the read.
     *
     * @return true for acquire and volatile
     */
    public boolean acquires() {
        return this == ACQUIRE || this == VOLATILE;
    }

    /**
     * Whether the mode orders earlier accesses before the write.
     *
     * @return true for release and volatile
     */
    public boolean releases() {
        return this == RELEASE || this == VOLATILE;
    }
}
