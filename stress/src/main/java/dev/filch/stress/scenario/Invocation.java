package dev.filch.stress.scenario;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * An operation with its arguments, such as {@code offer 3}, or {@code other.offer 3} of a second structure.
 *
 * @param operation the operation
 * @param arguments its arguments
 * @param onOther whether it is called on the second structure
 */
record Invocation(Operation operation, List<Integer> arguments, boolean onOther) {

    private static final String OTHER = "other.";

    static Invocation parse(State state, String text) {
        boolean onOther = text.strip().startsWith(OTHER);
        String[] words = text.strip().substring(onOther ? OTHER.length() : 0).split("\\s+");
        List<Integer> arguments = Arrays.stream(words).skip(1).map(Integer::valueOf).collect(Collectors.toList());
        State called = onOther ? state.other().orElseThrow() : state;
        return new Invocation(called.structure().operation(words[0]), arguments, onOther);
    }

    /** Part of the name of a test; without arguments if they are those of a pair. */
    String name() {
        int limit = operation.limit() > 0 ? arguments.get(0) : 0;
        int values = arguments.size() - (operation.limit() > 0 ? 1 : 0);
        String extent = "";
        if (operation.letter() != ' ' && (limit != operation.limit() || values != operation.values())) {
            extent = "Of" + Math.max(limit, values);
        }
        return (onOther ? "Other" : "") + State.capitalized(operation.name()) + extent;
    }

    /** The index of the structure on which it is called. */
    int structureIndex() {
        return onOther ? 1 : 0;
    }

    /** The call in Java. */
    String call() {
        String destination = onOther ? "this" : "other";
        return (onOther ? OTHER : "") + operation.name() + (operation.name().equals(Structure.MOVE)
                ? "(" + destination + ")"
                : arguments.stream().map(String::valueOf).collect(Collectors.joining(", ", "(", ")")));
    }

    @Override
    public String toString() {
        String words = arguments.stream().map(value -> " " + value).collect(Collectors.joining());
        return (onOther ? OTHER : "") + operation.name() + words;
    }
}
