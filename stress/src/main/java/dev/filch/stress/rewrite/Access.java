package dev.filch.stress.rewrite;

import java.lang.invoke.VarHandle.AccessMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One access in the code under test: its kind, its order, and its place.
 *
 * @param kind its effect on the location
 * @param read the order of its read
 * @param write the order of its write
 * @param name its method name in traces
 * @param site class, method and line, for traces
 */
public record Access(Kind kind, Mode read, Mode write, String name, String site) {

    /** The effect of an access on a location. */
    public enum Kind {
        READ,
        WRITE,
        COMPARE_AND_SET,
        WEAK_COMPARE_AND_SET,
        COMPARE_AND_EXCHANGE,
        GET_AND_SET,
        GET_AND_ADD,
        GET_AND_OR,
        GET_AND_AND,
        GET_AND_XOR;

        /**
         * Whether the access compares before it writes.
         *
         * @return true for comparisons
         */
        public boolean isCompare() {
            return this == COMPARE_AND_SET || this == WEAK_COMPARE_AND_SET || this == COMPARE_AND_EXCHANGE;
        }
    }

    /**
     * A plain read.
     *
     * @param site class, method and line
     * @return the access
     */
    public static Access plainRead(String site) {
        return new Access(Kind.READ, Mode.PLAIN, Mode.PLAIN, "get", site);
    }

    /**
     * The order of its read, of its write, or of both.
     *
     * @return a text
     */
    public String order() {
        return switch (kind) {
            case READ -> read.toString();
            case WRITE -> write.toString();
            default -> read + "/" + write;
        };
    }

    /** A plain write in a method marked {@link dev.filch.internal.Racy}. */
    static Access racyWrite(String site) {
        return plainWrite(site).with(Mode.PLAIN, Mode.RACY);
    }

    /**
     * A plain write.
     *
     * @param site class, method and line
     * @return the access
     */
    public static Access plainWrite(String site) {
        return new Access(Kind.WRITE, Mode.PLAIN, Mode.PLAIN, "set", site);
    }

    /**
     * A copy with another order, whose name mentions the order if it differs.
     *
     * @param otherRead the order of its read
     * @param otherWrite the order of its write
     * @return this access or the copy
     */
    public Access executedAs(Mode otherRead, Mode otherWrite) {
        if (otherRead == read && otherWrite == write) {
            return this;
        }
        String order = switch (kind) {
            case READ -> otherRead.toString();
            case WRITE -> otherWrite.toString();
            default -> otherRead + "/" + otherWrite;
        };
        return new Access(
                kind, otherRead, otherWrite, name + " (as " + order.toLowerCase(Locale.ROOT) + ")", site);
    }

    /**
     * A copy with the order of the field's declaration.
     *
     * @param declared {@link Mode#VOLATILE} or {@link Mode#PLAIN}
     * @return the copy
     */
    public Access inOrder(Mode declared) {
        return with(declared, declared);
    }

    /**
     * The copies weaker by one step: volatile to acquire and release, these to opaque, and opaque to plain. Atomic
     * updates stay atomic.
     */
    public List<Access> weaker() {
        if (kind == Kind.READ) {
            return read == Mode.PLAIN ? List.of() : List.of(with(read.weaker(Mode.ACQUIRE), write));
        }
        if (kind == Kind.WRITE) {
            return write == Mode.PLAIN ? List.of() : List.of(with(read, write.weaker(Mode.RELEASE)));
        }
        if (read == Mode.VOLATILE) {
            return List.of(with(Mode.ACQUIRE, Mode.RELEASE));
        }
        List<Access> weaker = new ArrayList<>();
        if (read == Mode.ACQUIRE) {
            weaker.add(with(Mode.OPAQUE, write));
        }
        if (write == Mode.RELEASE) {
            weaker.add(with(read, Mode.OPAQUE));
        }
        return weaker;
    }

    /**
     * A copy with another order.
     *
     * @param otherRead the order of its read
     * @param otherWrite the order of its write
     * @return the copy
     */
    public Access with(Mode otherRead, Mode otherWrite) {
        return new Access(kind, otherRead, otherWrite, name, site);
    }

    /**
     * The access of a VarHandle method. Atomic updates are at least opaque, also those that the JDK calls plain.
     *
     * @param mode the method
     * @param site class, method and line
     * @return the access
     */
    public static Access of(AccessMode mode, String site) {
        Kind kind = kindOf(mode);
        boolean atomic = kind != Kind.READ && kind != Kind.WRITE;
        String name = mode.methodName();
        Mode read;
        Mode write;
        if (name.endsWith("Acquire")) {
            read = Mode.ACQUIRE;
            write = Mode.OPAQUE;
        } else if (name.endsWith("Release")) {
            read = Mode.OPAQUE;
            write = Mode.RELEASE;
        } else if (name.endsWith("Opaque") || mode == AccessMode.WEAK_COMPARE_AND_SET_PLAIN) {
            read = Mode.OPAQUE;
            write = Mode.OPAQUE;
        } else if (atomic || name.endsWith("Volatile")) {
            read = Mode.VOLATILE;
            write = Mode.VOLATILE;
        } else {
            read = Mode.PLAIN;
            write = Mode.PLAIN;
        }
        return new Access(kind, read, write, name, site);
    }

    private static Kind kindOf(AccessMode mode) {
        return switch (mode) {
            case GET, GET_OPAQUE, GET_ACQUIRE, GET_VOLATILE -> Kind.READ;
            case SET, SET_OPAQUE, SET_RELEASE, SET_VOLATILE -> Kind.WRITE;
            case COMPARE_AND_SET -> Kind.COMPARE_AND_SET;
            case WEAK_COMPARE_AND_SET_PLAIN, WEAK_COMPARE_AND_SET, WEAK_COMPARE_AND_SET_ACQUIRE,
                    WEAK_COMPARE_AND_SET_RELEASE -> Kind.WEAK_COMPARE_AND_SET;
            case COMPARE_AND_EXCHANGE, COMPARE_AND_EXCHANGE_ACQUIRE, COMPARE_AND_EXCHANGE_RELEASE ->
                Kind.COMPARE_AND_EXCHANGE;
            case GET_AND_SET, GET_AND_SET_ACQUIRE, GET_AND_SET_RELEASE -> Kind.GET_AND_SET;
            case GET_AND_ADD, GET_AND_ADD_ACQUIRE, GET_AND_ADD_RELEASE -> Kind.GET_AND_ADD;
            case GET_AND_BITWISE_OR, GET_AND_BITWISE_OR_ACQUIRE, GET_AND_BITWISE_OR_RELEASE -> Kind.GET_AND_OR;
            case GET_AND_BITWISE_AND, GET_AND_BITWISE_AND_ACQUIRE, GET_AND_BITWISE_AND_RELEASE -> Kind.GET_AND_AND;
            case GET_AND_BITWISE_XOR, GET_AND_BITWISE_XOR_ACQUIRE, GET_AND_BITWISE_XOR_RELEASE -> Kind.GET_AND_XOR;
        };
    }
}
