package dev.filch.stress.scenario;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The initial state of a structure. Its text names the structure, with a number in parentheses, and its elements:
 * {@code ring(2) 1 2}. The number is the capacity of a ring or a channel, the number of free slots in an injector's
 * first segment, or the length of a deque's buffer; in a lifo deque with a number, three elements suffice for shared
 * reservations. An underscore is a slot abandoned by a fill. The next push to a {@code renewed} deque allocates a new
 * buffer. A second structure may follow an ampersand.
 *
 * @param text the text
 * @param kind the first word
 * @param number the number in parentheses; negative if there is none
 * @param contents the elements; zero for an abandoned slot
 * @param other the second structure
 */
record State(String text, String kind, int number, List<Integer> contents, Optional<State> other) {

    private static final Pattern FORM = Pattern.compile("(\\w+)(?:\\((\\d+)\\))?((?: [1-9_])*)");

    private static final int NO_NUMBER = -1;

    /** The length of an injector's first segment. */
    private static final int FIRST_SEGMENT = 16;

    static State parse(String text) {
        String[] structures = text.strip().split(" & ", 2);
        Matcher form = FORM.matcher(structures[0]);
        if (!form.matches()) {
            throw new IllegalArgumentException("not a structure with its elements: " + text);
        }
        List<Integer> contents = Arrays.stream(form.group(3).strip().split(" "))
                .filter(word -> !word.isEmpty())
                .map(word -> word.equals("_") ? 0 : Integer.valueOf(word))
                .collect(Collectors.toList());
        int number = form.group(2) == null ? NO_NUMBER : Integer.parseInt(form.group(2));
        Optional<State> other = structures.length == 1 ? Optional.empty() : Optional.of(parse(structures[1]));
        return new State(text.strip(), form.group(1), number, contents, other);
    }

    Structure structure() {
        return switch (kind) {
            case "ring", "compact" -> Structure.RING;
            case "injector" -> Structure.INJECTOR;
            case "lifo", "fifo", "renewedLifo", "renewedFifo" -> Structure.DEQUE;
            case "bounded", "unbounded", "dropOldest", "rendezvous" -> Structure.CHANNEL;
            default -> throw new IllegalArgumentException("no structure: " + text);
        };
    }

    boolean isLifo() {
        return kind.equals("lifo") || kind.equals("renewedLifo");
    }

    /** Whether a thief of the deque reserves elements for other thieves. */
    boolean sharesReservations() {
        return isLifo() && number > 0;
    }

    /** Whether the owner's next push moves the elements to another buffer. */
    boolean isMovedByPush() {
        return kind.startsWith("renewed") || structure() == Structure.DEQUE && contents.size() == number;
    }

    /** The position of the first element. */
    int firstPosition() {
        return structure() == Structure.INJECTOR && number >= 0 ? FIRST_SEGMENT - number : 0;
    }

    /** The position after the last slot of an injector's segment; each segment is twice as long as the previous one. */
    static int endOfSegment(int position) {
        int end = FIRST_SEGMENT;
        for (int length = FIRST_SEGMENT; position >= end; end += length) {
            length *= 2;
        }
        return end;
    }

    /** The name of the test class. */
    String className() {
        String elements = contents.stream().map(String::valueOf).collect(Collectors.joining());
        return capitalized(kind) + (number < 0 ? "" : number) + (contents.isEmpty() ? "Empty" : "With" + elements)
                + other.map(second -> "And" + second.className()).orElse("");
    }

    /** The Java arguments that create the structure. */
    String creation() {
        String elements = contents.stream().map(value -> ", " + value).collect(Collectors.joining());
        int abandoned = contents.lastIndexOf(0) + 1;
        if (abandoned > 0) {
            return "RingActions.withAbandoned(" + empty() + ", " + abandoned + ", " + contents.get(abandoned) + ")";
        }
        return kind.startsWith("renewed")
                ? "DequeActions.beforeRenewal(" + empty() + elements + ")"
                : empty() + elements;
    }

    private String empty() {
        return switch (structure()) {
            case RING -> "MpmcRing." + (kind.equals("ring") ? "padded" : "compact") + "(" + number + ")";
            case INJECTOR -> number < 0 ? "new Injector<>()" : "InjectorActions.withFreeSlots(" + number + ")";
            case DEQUE -> number < 0
                    ? "WorkDeque." + kind + "()"
                    : "DequeStates.withLength(" + isLifo() + ", " + number + ")";
            case CHANNEL -> "Channel." + kind + "(" + (number < 0 ? "" : number) + ")";
        };
    }

    static String capitalized(String word) {
        return Character.toUpperCase(word.charAt(0)) + word.substring(1);
    }
}
