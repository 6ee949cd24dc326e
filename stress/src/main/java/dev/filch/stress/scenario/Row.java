package dev.filch.stress.scenario;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A scenario, such as {@code ring(2) 1 2: offer 3 | poll; poll => size; rest}: the state, the operations of each actor
 * and, unless the arbiter takes the remaining elements, those of the arbiter.
 *
 * @param state the initial state
 * @param actors the operations of each actor
 * @param arbiter the operations after all actors have finished
 */
record Row(State state, List<List<Invocation>> actors, List<Invocation> arbiter) {

    static Row parse(String text) {
        int colon = text.indexOf(':');
        State state = State.parse(text.substring(0, colon));
        String[] sides = text.substring(colon + 1).split("=>", 2);
        List<List<Invocation>> actors = Arrays.stream(sides[0].split("\\|"))
                .map(program -> program(state, program))
                .collect(Collectors.toList());
        return new Row(state, actors, program(state, sides.length > 1 ? sides[1] : rest(state)));
    }

    /** The arbiter's default operations. */
    private static String rest(State state) {
        return Structure.REST + (state.other().isPresent() ? "; other." + Structure.REST : "");
    }

    private static List<Invocation> program(State state, String text) {
        return Arrays.stream(text.split(";"))
                .map(word -> Invocation.parse(state, word))
                .collect(Collectors.toList());
    }

    /** Two concurrent operations, with elements that are not in the structure yet. */
    static Row pair(State state, Operation one, Operation other) {
        int free = state.contents().stream().mapToInt(Integer::intValue).max().orElse(0) + 1;
        Invocation first = one.withElementsFrom(free);
        Invocation second = other.withElementsFrom(free + one.values());
        return new Row(state, List.of(List.of(first), List.of(second)), program(state, rest(state)));
    }

    /** The name of the test class within the class of its state. */
    String name() {
        return actors.stream()
                .map(program -> program.stream()
                        .map(Invocation::name)
                        .collect(Collectors.joining("Then")))
                .collect(Collectors.joining("Against"));
    }

    /** The actors' operations. */
    Stream<Invocation> invocations() {
        return actors.stream().flatMap(List::stream);
    }

    @Override
    public String toString() {
        String programs = actors.stream().map(Row::text).collect(Collectors.joining(" | "));
        String last = text(arbiter);
        return state.text() + ": " + programs + (last.equals(rest(state)) ? "" : " => " + last);
    }

    private static String text(List<Invocation> program) {
        return program.stream().map(Invocation::toString).collect(Collectors.joining("; "));
    }
}
