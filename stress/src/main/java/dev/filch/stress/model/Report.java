package dev.filch.stress.model;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What an exploration came to.
 *
 * @param scenario the scenario's name
 * @param bounds what narrowed the exploration
 * @param executions how many executions were run, up to their end or to a state known from before
 * @param states how many different states there were
 * @param complete whether everything within the limits was explored
 * @param seconds how long it took
 * @param outcomes all outcomes that were seen, if the scenario tells them
 * @param found an execution that failed, or null
 */
public record Report(String scenario, String bounds, long executions, long states, boolean complete, double seconds,
        Set<String> outcomes, Found found) {

    /**
     * A failed execution.
     *
     * @param failure what went wrong
     * @param trace the lines of its trace, one for each access
     */
    public record Found(Throwable failure, List<Event> trace) {

        /** Of a longer one only the ends are shown: it goes round in circles. */
        private static final int LONG_TRACE = 200;

        /** The failure and, line by line, how it came about. */
        @Override
        public String toString() {
            StringBuilder text = new StringBuilder(failure.toString());
            for (int i = 0; i < trace.size(); i++) {
                if (i == LONG_TRACE / 2 && trace.size() > LONG_TRACE) {
                    text.append(String.format(Locale.ROOT, "%n    ... %d more ...", trace.size() - LONG_TRACE));
                    i = trace.size() - LONG_TRACE / 2;
                }
                Event event = trace.get(i);
                text.append(String.format(
                        Locale.ROOT, "%n%6d  %-10s %-66s %s", i + 1, event.thread(), event.site(), event.text()));
            }
            return text.toString();
        }
    }

    /**
     * Whether everything was explored and nothing failed.
     *
     * @return true if so
     */
    public boolean passed() {
        return found == null && complete;
    }

    Report withFound(Found other) {
        return new Report(scenario, bounds, executions, states, complete, seconds, outcomes, other);
    }

    /** One line of figures, with the bounds of the exploration, and the trace if there is one. */
    @Override
    public String toString() {
        String verdict = found != null ? "FAILED" : complete ? "passed" : "INCOMPLETE";
        String figures = String.format(Locale.ROOT, "%-10s %8d executions %8d states %7.2f s  %s  [%s]",
                verdict, executions, states, seconds, scenario, bounds);
        return found == null ? figures : figures + System.lineSeparator() + "  " + found;
    }
}
