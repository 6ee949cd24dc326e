package dev.filch.stress.model;

import dev.filch.stress.rewrite.Access;
import dev.filch.stress.rewrite.RewritingLoader;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** The trace of an execution. */
final class Trace {

    private static final StackWalker STACK = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

    private final List<Event> events = new ArrayList<>();

    /** The line of the trace for each write. */
    private final Map<Message, Integer> lines = new IdentityHashMap<>();

    List<Event> events() {
        return events;
    }

    /** Adds a line; {@code actor} is null during set-up and after the threads have ended. */
    void add(Actor actor, String site, String text) {
        events.add(new Event(actor == null ? "-" : actor.name, site, text));
    }

    /** Adds a line about the current access, with its site from the stack. */
    void add(Actor actor, String text) {
        String site = STACK.walk(frames -> frames
                .filter(frame -> frame.getDeclaringClass().getClassLoader() instanceof RewritingLoader)
                .findFirst()
                .map(Trace::describe)
                .orElse(""));
        add(actor, site, text);
    }

    void add(Actor actor, Access access, Location location, Memory.Effect effect) {
        add(actor, caller() + access.site(), describe(access, location, effect));
        if (effect.written() != null) {
            lines.put(effect.written(), events.size());
        }
    }

    /** The caller of the method with the access, if it is code under test: an accessor's name alone says little. */
    private static String caller() {
        return STACK.walk(frames -> frames
                .filter(frame -> frame.getDeclaringClass().getClassLoader() instanceof RewritingLoader)
                .filter(Predicate.not(frame -> Scenario.class.isAssignableFrom(frame.getDeclaringClass())))
                .skip(1)
                .findFirst()
                .map(frame -> describe(frame) + " > ")
                .orElse(""));
    }

    private static String describe(StackWalker.StackFrame frame) {
        return frame.getClassName().replaceAll(".*[.]", "") + "." + frame.getMethodName() + ":"
                + frame.getLineNumber();
    }

    private String describe(Access access, Location location, Memory.Effect effect) {
        StringBuilder text = new StringBuilder(access.name()).append(' ').append(location.name());
        Message read = effect.read();
        if (read != null) {
            text.append(" reads ").append(show(read.value)).append(" (").append(origin(read)).append(')');
            int missed = location.history.size() - 1 - read.index - (effect.written() == null ? 0 : 1);
            if (missed > 0) {
                text.append(", though overwritten by ").append(show(location.latest().value));
            }
        }
        if (effect.written() != null) {
            text.append(read == null ? " = " : " and writes ").append(show(effect.written().value));
        } else if (access.kind().isCompare()) {
            text.append(read == null ? " fails spuriously" : ", fails");
        }
        return text.toString();
    }

    /** The write that was read: the line of the trace that made it. */
    private String origin(Message message) {
        if (message.access == null) {
            return "initial";
        }
        Integer line = lines.get(message);
        return line == null ? "by set-up" : "from line " + line;
    }

    private static String show(Object value) {
        if (value == null || Arithmetic.isPrimitive(value) || value instanceof String) {
            return String.valueOf(value);
        }
        String type = value.getClass().getName().replaceAll(".*[.$]", "");
        return type + "@" + Integer.toHexString(System.identityHashCode(value));
    }
}
