package dev.filch.stress.rewrite;

/** The memory order of one side of an access, from weak to strong. A read is never RELEASE, a write never ACQUIRE. */
public enum Mode {
    PLAIN,

    /** Of a plain write that may race with reads: as opaque, but who has read it may read older values again. */
    RACY,
    OPAQUE,
    ACQUIRE,
    RELEASE,
    VOLATILE;

    /** The next weaker one; below volatile comes that of the two one-sided modes which fits. */
    Mode weaker(Mode oneSided) {
        return switch (this) {
            case VOLATILE -> oneSided;
            case ACQUIRE, RELEASE -> OPAQUE;
            case OPAQUE, RACY, PLAIN -> PLAIN;
        };
    }

    /**
     * Whether it orders later accesses.
     *
     * @return true for acquire and volatile
     */
    public boolean acquires() {
        return this == ACQUIRE || this == VOLATILE;
    }

    /**
     * Whether it orders earlier accesses.
     *
     * @return true for release and volatile
     */
    public boolean releases() {
        return this == RELEASE || this == VOLATILE;
    }
}
