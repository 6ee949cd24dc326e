package dev.filch.stress.scenario;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** An operation with its arguments, such as {@code offer 3}. */
record Invocation(Operation operation, List<Integer> arguments) {

    static Invocation parse(Structure structure, String text) {
        String[] words = text.strip().split("\\s+");
        List<Integer> arguments = Arrays.stream(words).skip(1).map(Integer::valueOf).collect(Collectors.toList());
        return new Invocation(structure.operation(words[0]), arguments);
    }

    /** A part of a name in Java; without arguments if these are as a pair has them. */
    String name() {
        int limit = operation.limit() > 0 ? arguments.get(0) : 0;
        int values = arguments.size() - (operation.limit() > 0 ? 1 : 0);
        String extent = "";
        if (operation.letter() != ' ' && (limit != operation.limit() || values != operation.values())) {
            extent = "Of" + Math.max(limit, values);
        }
        return State.capitalized(operation.name()) + extent;
    }

    /** The call in Java. */
    String call() {
        return operation.name()
                + arguments.stream().map(String::valueOf).collect(Collectors.joining(", ", "(", ")"));
    }

    @Override
    public String toString() {
        return operation.name() + arguments.stream().map(value -> " " + value).collect(Collectors.joining());
    }
}
